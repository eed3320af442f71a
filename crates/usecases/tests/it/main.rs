//! What people can do, and may not, with a real database and search.

mod cases;
mod imports;
mod subscriptions;
