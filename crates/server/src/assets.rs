//! The app's files, read once at the start and handed out from memory, so no path ever reaches the disk.
//!
//! A file with a hash in its name never changes and is kept by browsers; `name.br` is `name`, compressed. An address
//! without a dot is a screen of the app, and gets `index.html`.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use protocol::Digest;
use protocol::problem::ProblemKind;

use crate::App;
use crate::api::directory::accepts_brotli;
use crate::error::ApiError;
use crate::guard::take;
use crate::headers::APP_POLICY;
use crate::rates::Bucket;
use crate::request::From;

/// The app's files by address.
#[derive(Debug, Clone, Default)]
pub struct Assets {
    files: BTreeMap<String, Asset>,
}

#[derive(Debug, Clone)]
struct Asset {
    content: Bytes,
    brotli: Option<Bytes>,
    tag: HeaderValue,
    media_type: &'static str,
    immutable: bool,
}

impl Assets {
    /// Reads every file under `folder`.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let mut found = BTreeMap::new();
        collect(folder, "", &mut found)?;
        Ok(Self::from_files(found))
    }

    /// Files by address, such as `/index.html`.
    #[must_use]
    pub fn from_files(mut found: BTreeMap<String, Vec<u8>>) -> Self {
        let addresses: Vec<_> = found.keys().filter(|address| !address.ends_with(".br")).cloned().collect();
        let files = addresses.into_iter().filter_map(|address| {
            let brotli = found.remove(&format!("{address}.br")).map(Bytes::from);
            let content = Bytes::from(found.remove(&address)?);
            let tag = format!("\"{}\"", &Digest::of(&content).to_string()[..16]);
            let tag = HeaderValue::from_str(&tag).ok()?;
            let (media_type, immutable) = (media_type(&address), has_hash(&address));
            Some((address, Asset { content, brotli, tag, media_type, immutable }))
        });
        Self { files: files.collect() }
    }

    fn find(&self, path: &str) -> Option<&Asset> {
        let page = || self.files.get(&format!("{}.html", path.trim_end_matches('/')));
        let is_screen = !path.rsplit('/').next().unwrap_or_default().contains('.');
        let app = || if is_screen { self.files.get("/index.html") } else { None };
        self.files.get(path).or_else(page).or_else(app)
    }
}

pub(crate) async fn serve(
    State(app): State<App>,
    From(block): From,
    method: Method,
    uri: Uri,
    request: Request,
) -> Result<Response, ApiError> {
    take(&app, Bucket::Public, block)?;
    if method != Method::GET && method != Method::HEAD {
        return Err(ProblemKind::MethodUnknown.into());
    }
    let asset = app.inner.assets.find(uri.path()).ok_or(ProblemKind::NotFound)?;
    Ok(asset.answer(request.headers()))
}

impl Asset {
    fn answer(&self, headers: &HeaderMap) -> Response {
        let mut response = if headers.get(header::IF_NONE_MATCH) == Some(&self.tag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else if let Some(brotli) = self.brotli.clone().filter(|_| accepts_brotli(headers)) {
            ([(header::CONTENT_ENCODING, "br")], Body::from(brotli)).into_response()
        } else {
            Body::from(self.content.clone()).into_response()
        };
        let out = response.headers_mut();
        let caching = if self.immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
        out.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
        out.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        out.insert(header::ETAG, self.tag.clone());
        out.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        // A worker runs under the policy that its own script came with, so scripts carry it too.
        if ["text/html", "text/javascript"].iter().any(|kind| self.media_type.starts_with(kind)) {
            out.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(APP_POLICY));
        }
        response
    }
}

fn collect(folder: &Path, prefix: &str, found: &mut BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let address = format!("{prefix}/{name}");
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &address, found)?;
        } else {
            found.insert(address, std::fs::read(entry.path())?);
        }
    }
    Ok(())
}

fn media_type(address: &str) -> &'static str {
    match address.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" | "ftl" => "text/plain; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "vcf" => "text/vcard; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// `/assets/app-0123456789ab.css`: at least eight hex digits of the content's hash before the extension.
fn has_hash(address: &str) -> bool {
    let name = address.strip_prefix("/assets/").and_then(|name| name.rsplit_once('.'));
    let hash = name.and_then(|(stem, _)| stem.rsplit_once('-'));
    hash.is_some_and(|(_, hash)| hash.len() >= 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(path: &str) -> Option<&'static str> {
        let files = ["/index.html", "/help.html", "/assets/app-0123456789ab.js", "/sw.js"];
        let files = files.map(|address| (address.to_owned(), address.as_bytes().to_vec()));
        let assets = Assets::from_files(BTreeMap::from(files));
        let found = assets.find(path)?.content.clone();
        files_name(&found)
    }

    fn files_name(content: &[u8]) -> Option<&'static str> {
        ["/index.html", "/help.html", "/assets/app-0123456789ab.js", "/sw.js"]
            .into_iter()
            .find(|name| name.as_bytes() == content)
    }

    #[test]
    fn a_screen_gets_the_app_and_a_missing_file_nothing() {
        for screen in ["/", "/find", "/find/someone", "/check-in/"] {
            assert_eq!(content(screen), Some("/index.html"), "{screen}");
        }
        assert_eq!((content("/help"), content("/help/")), (Some("/help.html"), Some("/help.html")));
        assert_eq!(content("/assets/app-0123456789ab.js"), Some("/assets/app-0123456789ab.js"));
        for missing in ["/assets/app-000000000000.js", "/favicon.ico", "/../Cargo.toml", "/sw.js.br"] {
            assert_eq!(content(missing), None, "{missing}");
        }
    }

    #[test]
    fn only_a_name_with_a_hash_is_kept_for_ever() {
        assert!(has_hash("/assets/app-0123456789ab.js"));
        for address in ["/sw.js", "/assets/app.js", "/assets/app-late.js", "/app-0123456789ab.js"] {
            assert!(!has_hash(address), "{address}");
        }
    }
}
