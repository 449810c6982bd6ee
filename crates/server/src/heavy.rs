//! Work on curves, which takes long beside everything else here: on threads of its own, and never more of it than the
//! machine can do. Above that it is refused at once, so that mail goes on.

use protocol::problem::ProblemKind;

use crate::App;
use crate::error::ApiError;

/// Does `work` if there is room for it now.
pub(crate) async fn heavy<T: Send + 'static>(
    app: &App,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, ApiError> {
    let permit = app.inner.heavy.clone().try_acquire_owned().map_err(|_| ProblemKind::Overloaded)?;
    let task = tokio::task::spawn_blocking(move || {
        // Held until the work is done, even if nobody waits for it any more.
        let _permit = permit;
        work()
    });
    task.await.map_err(|_| ProblemKind::Internal.into())
}
