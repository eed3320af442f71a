//! Who somebody is, by the word of an OpenID Connect provider.
//!
//! The crate speaks the protocol: it finds a provider's addresses and keys, sends the browser there, and checks what comes back. Which account that
//! opens is decided above, in `usecases::sign_in_by_provider`.
//!
//! A provider is asked for its addresses at the first sign-in, not when the server starts, and its answer is kept for an hour. A provider that is
//! away stops nothing but sign-ins with it, and is asked again after half a minute. The only addresses that are called come from the operator and
//! from what the operator's providers say of themselves, never from those who sign in, and no redirect is followed.

mod flow;
mod provider;

pub use flow::{Answer, Flow};
pub use provider::{Identity, ProviderError, ProviderSettings, Providers};
