//! What people can do, and may not, with a real database and search.

#[cfg(test)]
mod cases;
#[cfg(test)]
mod imports;
#[cfg(test)]
mod subscriptions;
