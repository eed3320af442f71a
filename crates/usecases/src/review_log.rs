//! What every step of a review leaves behind: a line in the case's history, an audit entry, and mails to those whom it concerns.

use crate::{
    Account, Network, UseCaseError, access, deliver,
    rights::{by_role, role_of},
};
use chrono::{DateTime, Utc};
use domain::{
    CaseView, Role, Viewer,
    ids::{AccountId, DeliveryId, ReviewEventId},
    permission::{Action, Member, Relation, allows},
    reach::Sight,
    review::{ChecklistItem, Party, ReviewEventKind},
    violation::label,
};
use mail::{MailKind, ReviewMail, ReviewNotice};
use serde_json::{Map, Value, json};
use storage::{AccountsAmong, CaseReview, ReviewEvent, Transaction};
use url::Url;

/// A step as the history keeps it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Happened<'a> {
    /// What happened.
    pub kind: ReviewEventKind,
    /// Why, in the words of whoever did it.
    pub reason: Option<&'a str>,
    /// What was confirmed.
    pub checklist: &'a [ChecklistItem],
}

impl From<ReviewEventKind> for Happened<'_> {
    fn from(kind: ReviewEventKind) -> Self {
        Self { kind, reason: None, checklist: &[] }
    }
}

/// Writes a step into the case's history and into the audit log, there without anybody's words. `viewer` is the public for what the system
/// does by itself.
pub(crate) async fn write_down(
    network: &Network,
    transaction: &mut Transaction,
    viewer: &Viewer,
    case: &CaseView,
    happened: Happened<'_>,
    now: DateTime<Utc>,
) -> Result<(), UseCaseError> {
    let member = viewer.member();
    let event = ReviewEvent {
        id: ReviewEventId(network.ids.next()),
        case: case.id,
        at: now,
        kind: happened.kind,
        actor: member.map(|member| member.account),
        actor_role: member.map(|member| member.role),
        revision: case.revision,
        reason: happened.reason.map(str::to_owned),
        checklist: happened.checklist.to_vec(),
    };
    transaction.insert_review_event(&event).await?;
    let mut detail = Map::from_iter([("revision".to_owned(), json!(case.revision))]);
    if !happened.checklist.is_empty() {
        detail.insert("checklist".to_owned(), happened.checklist.iter().map(|item| item.key()).collect());
    }
    let action = format!("case.{}", happened.kind.key());
    access::audit(network, transaction, viewer, &action, case.id, Value::Object(detail), now).await
}

/// The people around some cases, to be told of what happens to these.
pub(crate) struct People {
    accounts: Vec<Account>,
    deputies: Vec<AccountId>,
}

impl People {
    /// Those who can use their account and began one of these cases, handed it in, are of its municipality, or review; and whose standing in for a
    /// coordination counts at `now`. Nobody else is ever told.
    pub(crate) async fn read(
        network: &Network,
        transaction: &mut Transaction,
        cases: &[(&CaseView, &CaseReview)],
        now: DateTime<Utc>,
    ) -> Result<Self, UseCaseError> {
        let ids: Vec<_> = cases.iter().flat_map(|(case, review)| [case.author, review.submitted_by]).flatten().collect();
        let places: Vec<_> = cases.iter().filter_map(|(case, _)| case.content.municipality.as_ref()).collect();
        let roles: Vec<_> = Role::ALL.iter().copied().filter(|role| allows(*role, Action::Review, Relation::Foreign)).collect();
        let among = AccountsAmong { ids: &ids, roles: &roles, places: &places };
        let needs_second_factor = network.settings.sign_in.requires_second_factor(Role::Coordinator);
        let accounts = transaction.usable_accounts(among).await?;
        Ok(Self { accounts, deputies: transaction.deputies(now, needs_second_factor).await? })
    }

    /// Those who wrote the case: who began it and who handed it in. Where none of them is there for the municipality any more, its
    /// coordination is told instead, with whoever of the agency handed the case in for it.
    pub(crate) fn authors(&self, case: &CaseView, review: &CaseReview) -> Vec<&Account> {
        let mut found = self.with_ids(case, [case.author, review.submitted_by].into_iter().flatten());
        let place = case.content.municipality.as_ref();
        if !found.iter().any(|account| self.member(account).relations(case.author, place).include(Relation::Own)) {
            found.extend(self.coordination(case));
        }
        found
    }

    /// The coordinators of the case's municipality, and who stands in for them.
    fn coordination(&self, case: &CaseView) -> Vec<&Account> {
        let coordinates = |account: &&Account| {
            let member = self.member(account);
            member.role == Role::Coordinator && member.relations(None, case.content.municipality.as_ref()).include(Relation::Own)
        };
        self.accounts.iter().filter(coordinates).collect()
    }

    /// Who claimed the review, as long as they can use their account and may review.
    pub(crate) fn holder(&self, case: &CaseView, review: &CaseReview) -> Option<&Account> {
        let (holder, _) = review.claim?;
        self.reviewer(holder).filter(|account| self.sees(account, case))
    }

    /// Who claimed the review; where nobody has who still reviews, everybody who does.
    pub(crate) fn reviewers(&self, case: &CaseView, review: &CaseReview) -> Vec<&Account> {
        self.holder(case, review).map_or_else(|| self.all_reviewers(case, &[]), |holder| vec![holder])
    }

    /// Everybody who reviews but these, whoever claimed the review. Where nobody is left, the administrators but these.
    pub(crate) fn all_reviewers(&self, case: &CaseView, but: &[AccountId]) -> Vec<&Account> {
        let is_meant = |account: &Account, role: Role| account.role == role && !but.contains(&account.id) && self.sees(account, case);
        let of = |role: Role| self.accounts.iter().filter(|account| is_meant(account, role)).collect::<Vec<_>>();
        let reviewers = of(Role::Reviewer);
        if reviewers.is_empty() { of(Role::Administrator) } else { reviewers }
    }

    /// Those who take part as this party.
    pub(crate) fn party(&self, party: Party, case: &CaseView, review: &CaseReview) -> Vec<&Account> {
        match party {
            Party::Author => self.authors(case, review),
            Party::Reviewer => self.reviewers(case, review),
            Party::Coordinator => self.coordination(case),
        }
    }

    /// The account with this id, if its holder may review foreign cases.
    pub(crate) fn reviewer(&self, id: AccountId) -> Option<&Account> {
        let may = |account: &&Account| account.id == id && by_role(account).may(Action::Review, Relation::Foreign);
        self.accounts.iter().find(may)
    }

    /// Only those who still see what is worked on are told of it.
    fn with_ids(&self, case: &CaseView, ids: impl IntoIterator<Item = AccountId>) -> Vec<&Account> {
        let mut found: Vec<&Account> = Vec::new();
        for id in ids {
            let account = self.accounts.iter().find(|account| account.id == id && self.sees(account, case));
            found.extend(account.filter(|account| found.iter().all(|other| other.id != account.id)));
        }
        found
    }

    fn sees(&self, account: &Account, case: &CaseView) -> bool {
        case.sight(&Viewer::Member(self.member(account))) == Sight::Working
    }

    /// The account's holder with a coordinator's rights while they stand in for one. Whom they advise is left out: mails about a case go to
    /// those who work on it, and an adviser who once began it reads along.
    fn member(&self, account: &Account) -> Member {
        let role = role_of(account, self.deputies.contains(&account.id));
        Member::new(account.id, role, account.municipality.clone())
    }
}

/// What a mail tells, and in whose words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Told<'a> {
    /// Which step.
    pub notice: ReviewNotice,
    /// A reason or a comment.
    pub words: Option<&'a str>,
    /// The field that a comment is about.
    pub field: Option<&'a str>,
}

impl From<ReviewNotice> for Told<'_> {
    fn from(notice: ReviewNotice) -> Self {
        Self { notice, words: None, field: None }
    }
}

/// The page that a mail leads to: where the case is worked on and talked about, as long as there is something of that to do.
fn page_of(network: &Network, case: &CaseView, notice: ReviewNotice) -> Url {
    match notice {
        ReviewNotice::Published
        | ReviewNotice::Confirmed
        | ReviewNotice::Archived
        | ReviewNotice::ReviewEnded
        | ReviewNotice::ReviewOvertaken => network.settings.case_page(&case.slug),
        _ => network.settings.case_work_page(&case.slug),
    }
}

/// Tells the authors what came of the question whether their case still holds.
pub(crate) async fn tell_authors(
    network: &Network,
    transaction: &mut Transaction,
    case: &CaseView,
    notice: ReviewNotice,
    now: DateTime<Utc>,
) -> Result<(), UseCaseError> {
    let mut review = transaction.case_review(case.id).await?;
    let people = People::read(network, transaction, &[(case, &review)], now).await?;
    let authors = people.authors(case, &review);
    tell(network, transaction, case, &mut review, &authors, notice.into(), now).await?;
    Ok(transaction.save_case_review(case.id, &review).await?)
}

/// Puts a mail to each of these people on its way, but for whoever is being erased: their mails may be deleted already. All mails about a case belong
/// to the first one, whose identity `review` keeps; the caller saves it.
pub(crate) async fn tell(
    network: &Network,
    transaction: &mut Transaction,
    case: &CaseView,
    review: &mut CaseReview,
    to: &[&Account],
    told: Told<'_>,
    now: DateTime<Utc>,
) -> Result<(), UseCaseError> {
    for account in to {
        if !transaction.try_hold_account(account.id).await? {
            continue;
        }
        let delivery = DeliveryId(network.ids.next());
        let message_id = network.settings.message_id(MailKind::Review, delivery.0);
        let mail = ReviewMail {
            to: account.email.clone(),
            message_id: message_id.clone(),
            in_reply_to: review.thread_id.clone(),
            notice: told.notice,
            title: case.content.title.clone(),
            place: case.content.place_name().unwrap_or_default(),
            case_url: page_of(network, case, told.notice),
            field: told.field.map(label),
            words: told.words.map(str::to_owned),
            submitted_at: review.submitted_at.filter(|_| told.notice == ReviewNotice::Waiting),
            created_at: now,
        };
        let mail = mail::review(&network.settings.mail_context(), mail)?;
        deliver::post(transaction, delivery, &mail, now).await?;
        review.thread_id.get_or_insert(message_id);
    }
    Ok(())
}
