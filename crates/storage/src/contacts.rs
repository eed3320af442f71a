//! Taking a person out of the contacts of cases.

use crate::{
    Account, Backend, StoreError, Transaction,
    entity::{case_review, case_revision, practice_case},
    rows::{self, Place},
};
use domain::{
    Ags, CaseContent, EmailAddress,
    case::Contact,
    ids::{AccountId, CaseId},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait, Func, Query},
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Of how many cases the revisions are looked at together.
const CASES_AT_ONCE: usize = 50;

/// The numbers of the revisions that changed, of each case.
type Changed = BTreeMap<CaseId, Vec<i32>>;

impl Transaction {
    /// Takes a person out of what cases say, in all revisions:
    /// - name and telephone number from the contacts of the cases that are the account's, and from those of cases that it handed over or worked
    ///   on where they came from the account;
    /// - both from the contacts that somebody else typed into a case of the account's municipality, where both are exactly those that the
    ///   account gave in a case of its own;
    /// - the whole contact wherever its mailbox is the account's own address.
    ///
    /// Function mailboxes stay. Returns the cases that changed. The cases are locked first: whoever saves one of them at that moment saves a
    /// copy of what it said before. Where the latest revision is one that changed, the case's version is counted up by 1: whoever has it open
    /// with the person in it saves no such version of it any more.
    pub async fn scrub_contacts(&mut self, account: &Account) -> Result<Vec<CaseId>, StoreError> {
        self.lock_cases_of(account).await?;
        let mut changed = Changed::new();
        let own = self.scrub_touched(account, &mut changed).await?;
        if let Some(municipality) = &account.municipality {
            self.scrub_typed_by_others(municipality, &own, &account.email, &mut changed).await?;
        }
        for (row, content) in self.revisions(mentioning(&account.email)).await? {
            self.scrub(&row, &content, false, &account.email, &mut changed).await?;
        }
        for (case, revisions) in &changed {
            self.count_up(*case, revisions).await?;
        }
        if !changed.is_empty() {
            self.changes_content();
        }
        Ok(changed.into_keys().collect())
    }

    /// Locks the cases that may say something of a person or have them in their review, until none is found that is not locked.
    async fn lock_cases_of(&mut self, account: &Account) -> Result<(), StoreError> {
        if self.backend() == Backend::Sqlite {
            return Ok(());
        }
        let mut locked = BTreeSet::new();
        loop {
            let found = self.cases_of(account).await?;
            let more: Vec<_> = found.difference(&locked).copied().map(CaseId).collect();
            if more.is_empty() {
                return Ok(());
            }
            self.lock_cases(&more).await?;
            locked.extend(found);
        }
    }

    async fn cases_of(&self, account: &Account) -> Result<BTreeSet<Uuid>, StoreError> {
        use case_revision::Column;
        let mut found = self.cases_owned_by(account.id).await?;
        found.extend(self.cases_saved_by(account.id).await?);
        found.extend(self.cases_reviewed_with(account.id).await?);
        if let Some(municipality) = &account.municipality {
            found.extend(self.cases_of_district(municipality).await?);
        }
        let mentioning = mentioning(&account.email).select_only().column(Column::CaseId);
        found.extend(mentioning.into_tuple::<Uuid>().all(&self.db).await.map_err(StoreError::of("case_revision"))?);
        Ok(found)
    }

    /// The cases that are the account's or that it worked on. Returns the contacts, with name and telephone number, that it was the first to
    /// give in cases of its own.
    async fn scrub_touched(&mut self, account: &Account, changed: &mut Changed) -> Result<Vec<Contact>, StoreError> {
        use case_revision::{Column, Entity};
        let owned = self.cases_owned_by(account.id).await?;
        let touched: Vec<_> = owned.union(&self.cases_saved_by(account.id).await?).copied().collect();
        let mut own = Vec::new();
        for ids in touched.chunks(CASES_AT_ONCE) {
            let select = Entity::find().filter(Column::CaseId.is_in(ids.iter().copied()));
            let revisions = self.revisions(select.order_by_asc(Column::CaseId).order_by_asc(Column::Number)).await?;
            for of_case in revisions.chunk_by(|(one, _), (next, _)| one.case_id == next.case_id) {
                let given = contacts_given_by(account.id, of_case);
                let is_owned = of_case.iter().any(|(row, _)| owned.contains(&row.case_id));
                if is_owned || has_begun(account.id, of_case) {
                    let first = first_given_by(account.id, of_case).into_iter();
                    own.extend(first.filter(|contact| contact.name.is_some() && contact.phone.is_some()).cloned());
                }
                for (row, content) in of_case {
                    let is_given = |contact: &Contact| given.iter().any(|given| names_the_same(contact, given));
                    let is_theirs = is_owned || content.contact.as_ref().is_some_and(is_given);
                    self.scrub(row, content, is_theirs, &account.email, changed).await?;
                }
            }
        }
        Ok(own)
    }

    /// The cases of a municipality, where they have the name and the telephone number of one of these contacts.
    async fn scrub_typed_by_others(
        &mut self,
        municipality: &Ags,
        own: &[Contact],
        address: &EmailAddress,
        changed: &mut Changed,
    ) -> Result<(), StoreError> {
        use case_revision::{Column, Entity};
        if own.is_empty() {
            return Ok(());
        }
        let cases: Vec<_> = self.cases_of_district(municipality).await?.into_iter().collect();
        for ids in cases.chunks(CASES_AT_ONCE) {
            for (row, content) in self.revisions(Entity::find().filter(Column::CaseId.is_in(ids.iter().copied()))).await? {
                let is_own = |contact: &Contact| own.iter().any(|own| (&own.name, &own.phone) == (&contact.name, &contact.phone));
                let is_theirs = content.contact.as_ref().is_some_and(is_own);
                self.scrub(&row, &content, is_theirs, address, changed).await?;
            }
        }
        Ok(())
    }

    /// The cases whose author the account is.
    async fn cases_owned_by(&self, account: AccountId) -> Result<BTreeSet<Uuid>, StoreError> {
        use practice_case::{Column, Entity};
        let select = Entity::find().filter(Column::AuthorId.eq(account.0)).select_only().column(Column::Id);
        let ids = select.into_tuple::<Uuid>().all(&self.db).await.map_err(StoreError::of("practice_case"))?;
        Ok(ids.into_iter().collect())
    }

    /// The cases whose working copy is of a municipality or a Gemeinde of it.
    async fn cases_of_district(&self, municipality: &Ags) -> Result<BTreeSet<Uuid>, StoreError> {
        use practice_case::{Column, Entity};
        let select = Entity::find().filter(Column::WorkingDistrict.eq(municipality.district())).select_only().column(Column::Id);
        let ids = select.into_tuple::<Uuid>().all(&self.db).await.map_err(StoreError::of("practice_case"))?;
        Ok(ids.into_iter().collect())
    }

    /// The cases of which the account saved a revision.
    async fn cases_saved_by(&self, account: AccountId) -> Result<BTreeSet<Uuid>, StoreError> {
        use case_revision::{Column, Entity};
        let select = Entity::find().filter(Column::CreatedBy.eq(account.0)).select_only().column(Column::CaseId);
        let ids = select.into_tuple::<Uuid>().all(&self.db).await.map_err(StoreError::of("case_revision"))?;
        Ok(ids.into_iter().collect())
    }

    /// The cases that the account handed in, or whose review it has claimed.
    async fn cases_reviewed_with(&self, account: AccountId) -> Result<BTreeSet<Uuid>, StoreError> {
        use case_review::{Column, Entity};
        let whose = Condition::any().add(Column::SubmittedBy.eq(account.0)).add(Column::ClaimedBy.eq(account.0));
        let select = Entity::find().filter(whose).select_only().column(Column::CaseId);
        let ids = select.into_tuple::<Uuid>().all(&self.db).await.map_err(StoreError::of("case_review"))?;
        Ok(ids.into_iter().collect())
    }

    async fn revisions(&self, select: Select<case_revision::Entity>) -> Result<Vec<(case_revision::Model, CaseContent)>, StoreError> {
        let read = |row: case_revision::Model| {
            let content = Place { table: "case_revision", id: &row.id }.json("content", serde_json::from_str(&row.content))?;
            Ok((row, content))
        };
        rows::all(&self.db, select).await?.into_iter().map(read).collect()
    }

    async fn scrub(
        &mut self,
        row: &case_revision::Model,
        content: &CaseContent,
        is_theirs: bool,
        address: &EmailAddress,
        changed: &mut Changed,
    ) -> Result<(), StoreError> {
        use case_revision::{Column, Entity};
        let mut scrubbed = content.clone();
        scrubbed.contact = content.contact.clone().filter(|contact| !contact.mailbox.trim().eq_ignore_ascii_case(address.reveal()));
        if let Some(contact) = scrubbed.contact.as_mut().filter(|_| is_theirs) {
            (contact.name, contact.phone) = (None, None);
        }
        if scrubbed == *content {
            return Ok(());
        }
        let update = Entity::update_many()
            .col_expr(Column::Content, Expr::val(scrubbed.to_json()))
            .col_expr(Column::ContentHash, Expr::val(scrubbed.hash()))
            .filter(Column::Id.eq(row.id));
        update.exec(&self.db).await.map_err(StoreError::of("case_revision"))?;
        changed.entry(CaseId(row.case_id)).or_default().push(row.number);
        Ok(())
    }

    /// Gives a case whose latest revision is among these a new version, and says of each of them that it says so since then.
    async fn count_up(&mut self, case: CaseId, revisions: &[i32]) -> Result<(), StoreError> {
        use case_revision::{Column, Entity};
        use practice_case::Column as Case;
        let count = Query::update()
            .table(practice_case::Entity)
            .value(Case::Version, Expr::col(Case::Version).add(1))
            .and_where(Expr::col(Case::Id).eq(case.0))
            .and_where(Expr::col(Case::WorkingNumber).is_in(revisions.iter().copied()))
            .returning(Query::returning().column(Case::Version))
            .take();
        let Some(row) = self.db.query_one(&count).await.map_err(StoreError::of("practice_case"))? else { return Ok(()) };
        let version: i32 = row.try_get("", "version").map_err(StoreError::of("practice_case"))?;
        let update = Entity::update_many()
            .col_expr(Column::Version, Expr::val(version))
            .filter(Column::CaseId.eq(case.0))
            .filter(Column::Number.is_in(revisions.iter().copied()));
        update.exec(&self.db).await.map(|_| ()).map_err(StoreError::of("case_revision"))
    }
}

/// The revisions that have an address, as JSON writes it, in whatever case it was typed; more rows than are meant only cost time.
fn mentioning(address: &EmailAddress) -> Select<case_revision::Entity> {
    use case_revision::{Column, Entity};
    let mentions = Func::lower(Expr::col(Column::Content)).like(format!("%{}%", address.reveal()));
    Entity::find().filter(mentions)
}

/// The contacts that came from this account, of a case's revisions in their order: of a case that it began all that it saved, of others
/// those that nobody had given before. Whoever corrects a word in a colleague's case saves the colleague's contact with it.
fn contacts_given_by(account: AccountId, revisions: &[(case_revision::Model, CaseContent)]) -> Vec<&Contact> {
    if !has_begun(account, revisions) {
        return first_given_by(account, revisions);
    }
    revisions.iter().filter(|(row, _)| row.created_by == Some(account.0)).filter_map(|(_, content)| content.contact.as_ref()).collect()
}

/// Whether the account began the case that has these revisions.
fn has_begun(account: AccountId, revisions: &[(case_revision::Model, CaseContent)]) -> bool {
    revisions.first().is_some_and(|(first, _)| first.created_by == Some(account.0))
}

/// The contacts that the account saved and nobody else had given before.
fn first_given_by(account: AccountId, revisions: &[(case_revision::Model, CaseContent)]) -> Vec<&Contact> {
    let (mut given, mut of_others) = (Vec::new(), Vec::new());
    for (row, content) in revisions {
        let Some(contact) = &content.contact else { continue };
        if row.created_by != Some(account.0) {
            of_others.push(contact);
        } else if !of_others.iter().any(|other| names_the_same(contact, other)) {
            given.push(contact);
        }
    }
    given
}

/// Whether a contact is the person of another one: by the name, or without one by the telephone number.
fn names_the_same(contact: &Contact, other: &Contact) -> bool {
    match &contact.name {
        Some(name) => other.name.as_ref() == Some(name),
        None => contact.phone.is_some() && contact.phone == other.phone,
    }
}
