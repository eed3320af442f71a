//! Keeps the documentation honest.

#[cfg(test)]
mod pages;
