//! What people can do, and may not, with a real database and search.

#[cfg(test)]
mod cases;
#[cfg(test)]
mod data_protection;
#[cfg(test)]
mod imports;
#[cfg(test)]
mod leaving;
#[cfg(test)]
mod people;
#[cfg(test)]
mod subscriptions;
#[cfg(test)]
mod synonyms;
#[cfg(test)]
mod two_processes;
