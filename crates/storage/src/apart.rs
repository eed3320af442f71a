//! Reading many things together, of which this program may not be able to read one: after a step back to an earlier version of it, for instance.

use crate::StoreError;
use std::future::Future;

/// Reads all of these together or, where one cannot be read, each by itself, so that it keeps no other back; `unreadable` is told of those.
/// Any other error is the caller's.
pub async fn read_apart<T, C, F>(all: &[T], read: impl Fn(Vec<T>) -> F, mut unreadable: impl FnMut(T, StoreError)) -> Result<C, StoreError>
where
    T: Copy,
    C: Default + IntoIterator + Extend<C::Item>,
    F: Future<Output = Result<C, StoreError>>,
{
    match read(all.to_vec()).await {
        Err(StoreError::Row { .. }) => {}
        read => return read,
    }
    let mut found = C::default();
    for one in all {
        match read(vec![*one]).await {
            Ok(more) => found.extend(more),
            Err(error @ StoreError::Row { .. }) => unreadable(*one, error),
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}
