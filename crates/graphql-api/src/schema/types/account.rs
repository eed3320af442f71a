//! An account, as its holder sees it, and as the municipality does that its holder advises.

use super::municipality::Municipality;
use crate::schema::{enums::Role, global_id::GlobalId};
use async_graphql::{ID, Object, SimpleObject};

/// An account. Nobody but its holder gets it.
#[derive(Debug, Clone)]
pub(crate) struct Account(pub(crate) usecases::Account);

/// An account. Only its holder sees it.
#[Object]
impl Account {
    /// The id.
    pub(crate) async fn id(&self) -> ID {
        GlobalId::Account(self.0.id).encode()
    }

    /// The mail address.
    async fn email(&self) -> &str {
        self.0.email.reveal()
    }

    /// What the account may do.
    async fn role(&self) -> Role {
        self.0.role.into()
    }

    /// The role as people read it, in German.
    async fn role_label(&self) -> &str {
        self.0.role.label()
    }

    /// What its holder is there for: `Bildungskoordination`. Nobody has to give a name.
    async fn function(&self) -> Option<&str> {
        self.0.function.as_deref()
    }

    /// The municipality that the account speaks for.
    async fn municipality(&self) -> Option<Municipality> {
        self.0.municipality.clone().map(Municipality)
    }
}

/// Somebody of the agency who advises the viewer's municipality.
#[derive(SimpleObject)]
pub(crate) struct Adviser {
    /// The mail address.
    email: String,
    /// What they are there for: `Kommunalberatung Thüringen`. Nobody has to say.
    function: Option<String>,
}

impl From<usecases::Account> for Adviser {
    fn from(account: usecases::Account) -> Self {
        Self { email: account.email.reveal().to_owned(), function: account.function }
    }
}
