//! Where a server is: `https://…`, or `http://` on this computer itself.

use core::fmt;
use core::str::FromStr;
use std::net::IpAddr;

use hyper::Uri;

/// A server's address: scheme, host and port, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    secure: bool,
    host: String,
    port: u16,
}

/// Why an address cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadAddress {
    /// Not an address.
    #[error("this is not a server's address: write it like https://held.example.org")]
    NotAnAddress,
    /// It would travel in the clear.
    #[error("without TLS only a server on this computer can be reached: write https://")]
    InTheClear,
}

impl Address {
    /// Whether TLS is spoken.
    #[must_use]
    pub const fn is_secure(&self) -> bool {
        self.secure
    }

    /// The host, as it is looked up.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Host and port, as a request names them.
    #[must_use]
    pub fn authority(&self) -> String {
        if self.host.contains(':') {
            format!("[{}]:{}", self.host, self.port)
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }

    fn is_here(&self) -> bool {
        let host = self.host.as_str();
        host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
    }
}

impl FromStr for Address {
    type Err = BadAddress;

    fn from_str(text: &str) -> Result<Self, BadAddress> {
        let uri: Uri = text.parse().map_err(|_| BadAddress::NotAnAddress)?;
        let secure = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(BadAddress::NotAnAddress),
        };
        let named_more = uri.path() != "/"
            || uri.query().is_some()
            || uri.authority().is_none_or(|it| it.as_str().contains('@'));
        let host = uri.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
        if named_more || host.is_empty() {
            return Err(BadAddress::NotAnAddress);
        }
        let port = uri.port_u16().unwrap_or(if secure { 443 } else { 80 });
        let address = Self { secure, host: host.to_owned(), port };
        if secure || address.is_here() { Ok(address) } else { Err(BadAddress::InTheClear) }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.secure { "https" } else { "http" };
        write!(f, "{scheme}://{}", self.authority())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, BadAddress> {
        text.parse().map(|address: Address| address.to_string())
    }

    #[test]
    fn only_this_computer_is_spoken_to_in_the_clear() {
        assert_eq!(read("http://localhost:4433").unwrap(), "http://localhost:4433");
        assert_eq!(read("http://127.0.0.1:80/").unwrap(), "http://127.0.0.1:80");
        assert_eq!(read("http://[::1]:4433").unwrap(), "http://[::1]:4433");
        assert_eq!(read("https://held.example.org").unwrap(), "https://held.example.org:443");
        for elsewhere in ["http://held.example.org", "http://10.0.0.1:4433", "http://localhost.example.org"] {
            assert_eq!(read(elsewhere), Err(BadAddress::InTheClear), "{elsewhere}");
        }
    }

    #[test]
    fn anything_but_a_plain_address_is_refused() {
        let texts =
            ["", "localhost:4433", "ftp://example.org", "https://a@example.org", "https://example.org/x"];
        for text in texts {
            assert_eq!(read(text), Err(BadAddress::NotAnAddress), "{text}");
        }
    }
}
