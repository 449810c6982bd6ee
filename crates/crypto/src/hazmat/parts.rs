//! The same work on every item, in parts: one after the other, or over a thread pool with the feature `parallel`.

/// Large enough that what a part shares (one field inversion) costs little an item, small enough to keep threads busy.
#[cfg(feature = "parallel")]
const PART: usize = 64;

/// `work` on parts of `items`, its results in the order of the items.
#[cfg(feature = "parallel")]
pub(crate) fn in_parts<T: Sync, R: Send>(items: &[T], work: impl Fn(&[T]) -> Vec<R> + Sync) -> Vec<R> {
    use rayon::prelude::*;
    items.par_chunks(PART).flat_map_iter(&work).collect()
}

/// `work` on all `items` at once.
#[cfg(not(feature = "parallel"))]
pub(crate) fn in_parts<T, R>(items: &[T], work: impl Fn(&[T]) -> Vec<R>) -> Vec<R> {
    work(items)
}
