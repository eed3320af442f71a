//! The people of a municipality or of the agency, as those who look after them see them.

use super::municipality::Municipality;
use crate::{
    cost,
    errors::ApiError,
    schema::{
        cursor,
        enums::Role,
        global_id::{MEMBER, encode_apart},
        paging::{DEFAULT_PAGE, PageArguments},
        timestamp::Timestamp,
    },
    session::Session,
};
use async_graphql::{Context, ID, Object, SimpleObject, connection::PageInfo};
use chrono::{DateTime, Utc};
use domain::ids::AccountId;
use usecases::{Account, people::Leaver};

/// Somebody with an account.
#[derive(Debug, Clone)]
pub(crate) struct Member(pub(crate) Account);

/// Somebody with an account, as the coordination of the municipality or the agency sees them.
#[Object]
impl Member {
    /// The id, for the mutations about people; `node` does not find it.
    async fn id(&self) -> ID {
        encode_apart(MEMBER, self.0.id.0)
    }

    /// The mail address.
    async fn email(&self) -> &str {
        self.0.email.reveal()
    }

    /// What the person is there for: `Bildungskoordination`. Nobody has to give a name.
    async fn function(&self) -> Option<&str> {
        self.0.function.as_deref()
    }

    /// What the account may do.
    async fn role(&self) -> Role {
        self.0.role.into()
    }

    /// The role as people read it, in German.
    async fn role_label(&self) -> &str {
        self.0.role.label()
    }

    /// The municipality that the account speaks for.
    async fn municipality(&self) -> Option<Municipality> {
        self.0.municipality.clone().map(Municipality)
    }

    /// Since when the account exists.
    async fn created_at(&self) -> Timestamp {
        self.0.created_at.into()
    }

    /// Since when the account can no longer be used, if so.
    async fn disabled_at(&self) -> Option<Timestamp> {
        self.0.disabled_at.map(Timestamp)
    }

    /// Whether signing in asks for a code of a second factor. `resetSecondFactor` takes one away that was lost.
    async fn has_second_factor(&self, context: &Context<'_>) -> Result<bool, ApiError> {
        Session::of(context)?.loaders.has_second_factor(self.0.id).await
    }

    /// Of somebody who has left: how many of their subscriptions nobody has taken over, because nobody was asked or whoever was asked did not
    /// confirm. `handOver` asks somebody.
    async fn subscriptions_to_hand_over(&self, context: &Context<'_>) -> Result<usize, ApiError> {
        let Some(leaver) = Leaver::of(&self.0) else { return Ok(0) };
        Session::of(context)?.loaders.wishes_to_hand_over(leaver).await
    }

    /// Of an adviser: the municipalities that they advise, by their keys. `setAdvisedMunicipalities` replaces them.
    #[graphql(complexity = "cost::READ + 10 * child_complexity")]
    async fn advised_municipalities(&self, context: &Context<'_>) -> Result<Vec<Municipality>, ApiError> {
        if self.0.role != domain::Role::Adviser {
            return Ok(Vec::new());
        }
        let advised = Session::of(context)?.loaders.advised_by(self.0.id).await?;
        Ok(advised.into_iter().map(Municipality).collect())
    }
}

/// One page of the people of a municipality.
pub(crate) struct MemberConnection {
    rows: Vec<Account>,
    total: usize,
    /// How many stand before this page.
    offset: usize,
}

/// Somebody in a list.
#[derive(SimpleObject)]
pub(crate) struct MemberEdge {
    /// The place in the list.
    cursor: String,
    /// The person.
    node: Member,
}

impl MemberConnection {
    /// The page of `all`, the first made first, that the arguments ask for.
    pub(crate) fn page(all: &[Account], arguments: PageArguments) -> Result<Self, ApiError> {
        let slice = arguments.slice(DEFAULT_PAGE)?;
        let at = slice.cursor.as_deref().map(|text| cursor::member(slice.cursor_argument(), text)).transpose()?;
        let range = slice.range_in_order(all, at.as_ref(), place);
        Ok(Self { offset: range.start, rows: all[range].to_vec(), total: all.len() })
    }
}

/// Where somebody stands in the list. It stays theirs, whoever comes and goes.
fn place(account: &Account) -> (DateTime<Utc>, AccountId) {
    (account.created_at, account.id)
}

/// One page of the people of a municipality.
#[Object]
impl MemberConnection {
    /// How many people the whole list has.
    async fn total_count(&self) -> usize {
        self.total
    }

    /// The people of this page, each with their place in the list.
    async fn edges(&self) -> Vec<MemberEdge> {
        let edge = |account: &Account| MemberEdge { cursor: cursor::of_member(place(account)), node: Member(account.clone()) };
        self.rows.iter().map(edge).collect()
    }

    /// The people of this page.
    async fn nodes(&self) -> Vec<Member> {
        self.rows.iter().cloned().map(Member).collect()
    }

    /// Where this page stands in the list.
    async fn page_info(&self) -> PageInfo {
        let cursor_of = |account: Option<&Account>| account.map(|account| cursor::of_member(place(account)));
        PageInfo {
            has_previous_page: self.offset > 0,
            has_next_page: self.offset + self.rows.len() < self.total,
            start_cursor: cursor_of(self.rows.first()),
            end_cursor: cursor_of(self.rows.last()),
        }
    }
}
