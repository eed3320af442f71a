//! Cursors: opaque places in a list. They say which list order they belong to and carry a check sum, so that a cursor that this server
//! did not make, or made for another list, is refused and not guessed at.

use crate::errors::ApiError;
use async_graphql::Value;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use domain::{
    Ags, CaseOrder,
    ids::{AccountId, AuditId, CaseId, CommentId, RequestId, SynonymGroupId},
};
use sha2::{Digest, Sha256};
use usecases::Position;
use uuid::Uuid;

const CHECK_BYTES: usize = 6;

/// A place in a list of cases: its order, the sort key and the id.
pub(crate) fn of_case(order: CaseOrder, position: &Position) -> String {
    encode(&format!("{order:?}|{}|{}", position.id, position.key))
}

/// Reads a place in a list of cases in this order.
pub(crate) fn case(argument: &str, cursor: &str, order: CaseOrder) -> Result<Position, ApiError> {
    let read = || {
        let text = decode(cursor)?;
        let mut parts = text.splitn(3, '|');
        (parts.next()? == format!("{order:?}")).then_some(())?;
        let id = CaseId(Uuid::try_parse(parts.next()?).ok()?);
        Some(Position { key: parts.next()?.to_owned(), id })
    };
    read().ok_or_else(|| refused(argument, cursor))
}

/// A place in what a search found.
///
/// A case's place by relevance follows from all cases, and engines give pages by numbers: there is no key in the index that a page could go on
/// behind. A number alone shows a case twice where another was published before it since, and skips one where another was archived. So the case
/// itself is named as well: near its old place it is looked for, and where it stands now the page goes on. Where it is gone, or far away, the
/// number decides, as it does if the case's own text was changed in between. A change of one of the first twenty may move others of them as well, since
/// their texts are compared: then some of these may come twice or not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hit {
    /// How many hits stood before it when the cursor was made.
    pub(crate) place: usize,
    /// The case that stood there, if it was to be seen.
    pub(crate) case: Option<CaseId>,
}

/// Writes a place in what a search found.
pub(crate) fn of_hit(hit: Hit) -> String {
    let case = hit.case.map(|case| format!("|{case}")).unwrap_or_default();
    encode(&format!("hit|{}{case}", hit.place))
}

/// Reads a place in what a search found.
pub(crate) fn hit(argument: &str, cursor: &str) -> Result<Hit, ApiError> {
    let read = || {
        let text = decode(cursor)?;
        let rest = text.strip_prefix("hit|")?;
        let (place, case) = rest.split_once('|').map_or((rest, None), |(place, case)| (place, Some(case)));
        let case = case.map(Uuid::try_parse).transpose().ok()?.map(CaseId);
        Some(Hit { place: place.parse().ok()?, case })
    };
    read().ok_or_else(|| refused(argument, cursor))
}

/// A place in the list of municipalities: the key.
pub(crate) fn of_municipality(ags: &str) -> String {
    encode(&format!("ags|{ags}"))
}

/// Reads a place in the list of municipalities.
pub(crate) fn municipality(argument: &str, cursor: &str) -> Result<Ags, ApiError> {
    let read = || decode(cursor)?.strip_prefix("ags|")?.parse().ok();
    read().ok_or_else(|| refused(argument, cursor))
}

/// A place in the list of synonym groups: whether the group is built in, and its id.
pub(crate) fn of_synonym_group((is_built_in, id): (bool, SynonymGroupId)) -> String {
    encode(&format!("synonyms|{is_built_in}|{id}"))
}

/// Reads a place in the list of synonym groups.
pub(crate) fn synonym_group(argument: &str, cursor: &str) -> Result<(bool, SynonymGroupId), ApiError> {
    let read = || {
        let text = decode(cursor)?;
        let (is_built_in, id) = text.strip_prefix("synonyms|")?.split_once('|')?;
        Some((is_built_in.parse().ok()?, SynonymGroupId(Uuid::try_parse(id).ok()?)))
    };
    read().ok_or_else(|| refused(argument, cursor))
}

/// A place in the list of what was not found: how often, and the terms.
pub(crate) fn of_search_gap(occurrences: u64, terms: &str) -> String {
    encode(&format!("gap|{occurrences}|{terms}"))
}

/// Reads a place in the list of what was not found.
pub(crate) fn search_gap(argument: &str, cursor: &str) -> Result<(u64, String), ApiError> {
    let read = || {
        let text = decode(cursor)?;
        let (occurrences, terms) = text.strip_prefix("gap|")?.split_once('|')?;
        Some((occurrences.parse().ok()?, terms.to_owned()))
    };
    read().ok_or_else(|| refused(argument, cursor))
}

/// A place in the audit log: the moment and the id.
pub(crate) fn of_audit_entry(at: DateTime<Utc>, id: AuditId) -> String {
    of_moment("audit", at, id.0)
}

/// Reads a place in the audit log.
pub(crate) fn audit_entry(argument: &str, cursor: &str) -> Result<(DateTime<Utc>, AuditId), ApiError> {
    moment("audit", argument, cursor).map(|(at, id)| (at, AuditId(id)))
}

/// A place in the list of questions to the network: the moment and the id.
pub(crate) fn of_request(at: DateTime<Utc>, id: RequestId) -> String {
    of_moment("request", at, id.0)
}

/// Reads a place in the list of questions to the network.
pub(crate) fn request(argument: &str, cursor: &str) -> Result<(DateTime<Utc>, RequestId), ApiError> {
    moment("request", argument, cursor).map(|(at, id)| (at, RequestId(id)))
}

/// A place in a list of people: since when the account exists, and its id.
pub(crate) fn of_member((made_at, id): (DateTime<Utc>, AccountId)) -> String {
    of_moment("member", made_at, id.0)
}

/// Reads a place in a list of people.
pub(crate) fn member(argument: &str, cursor: &str) -> Result<(DateTime<Utc>, AccountId), ApiError> {
    moment("member", argument, cursor).map(|(made_at, id)| (made_at, AccountId(id)))
}

/// A place in a list that goes by moments.
fn of_moment(list: &str, at: DateTime<Utc>, id: Uuid) -> String {
    encode(&format!("{list}|{}|{id}", at.timestamp_micros()))
}

fn moment(list: &str, argument: &str, cursor: &str) -> Result<(DateTime<Utc>, Uuid), ApiError> {
    let read = || {
        let text = decode(cursor)?;
        let (at, id) = text.strip_prefix(list)?.strip_prefix('|')?.split_once('|')?;
        Some((DateTime::from_timestamp_micros(at.parse().ok()?)?, Uuid::try_parse(id).ok()?))
    };
    read().ok_or_else(|| refused(argument, cursor))
}

/// A place in the conversation about a case: the comment.
pub(crate) fn of_comment(id: CommentId) -> String {
    encode(&format!("comment|{id}"))
}

/// Reads a place in the conversation about a case.
pub(crate) fn comment(argument: &str, cursor: &str) -> Result<CommentId, ApiError> {
    let read = || Some(CommentId(Uuid::try_parse(decode(cursor)?.strip_prefix("comment|")?).ok()?));
    read().ok_or_else(|| refused(argument, cursor))
}

fn encode(text: &str) -> String {
    let mut bytes = check(text).to_vec();
    bytes.extend_from_slice(text.as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

fn decode(cursor: &str) -> Option<String> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
    let (sum, text) = bytes.split_at_checked(CHECK_BYTES)?;
    let text = std::str::from_utf8(text).ok()?;
    (check(text) == sum).then(|| text.to_owned())
}

fn check(text: &str) -> [u8; CHECK_BYTES] {
    let digest = Sha256::new().chain_update("cursor:").chain_update(text).finalize();
    std::array::from_fn(|place| digest[place])
}

fn refused(argument: &str, cursor: &str) -> ApiError {
    let given: String = cursor.chars().take(40).collect();
    let given = Value::from(given);
    ApiError::bad_input(format!("{argument}: {given} ist kein Cursor dieser Liste. Bitte laden Sie die Liste neu."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_in_its_own_order_only() {
        let position = Position { key: "a|b".into(), id: CaseId(Uuid::from_u128(9)) };
        let cursor = of_case(CaseOrder::Newest, &position);
        let read = case("after", &cursor, CaseOrder::Newest).unwrap();
        assert_eq!((read.key, read.id), (position.key, position.id));
        assert!(case("after", &cursor, CaseOrder::Title).is_err());
        assert!(hit("after", &cursor).is_err());
    }

    #[test]
    fn cursors_of_the_editors_lists_read_back() {
        let place = (true, SynonymGroupId(Uuid::from_u128(3)));
        assert_eq!(synonym_group("after", &of_synonym_group(place)).unwrap(), place);
        assert_eq!(search_gap("after", &of_search_gap(3, "a|b c")).unwrap(), (3, "a|b c".to_owned()));
        assert!(search_gap("after", &of_synonym_group(place)).is_err() && synonym_group("after", &of_search_gap(3, "a")).is_err());
    }

    #[test]
    fn a_place_in_a_conversation_reads_back() {
        let id = CommentId(Uuid::from_u128(4));
        assert_eq!(comment("after", &of_comment(id)).unwrap(), id);
        assert!(comment("after", &of_hit(Hit { place: 4, case: None })).is_err());
    }

    #[test]
    fn a_changed_cursor_is_refused() {
        for case in [None, Some(CaseId(Uuid::from_u128(5)))] {
            let place = Hit { place: 20, case };
            assert_eq!(hit("after", &of_hit(place)).unwrap(), place);
        }
        assert!(hit("after", &encode("hit|20|case")).is_err());
        let forged = URL_SAFE_NO_PAD.encode("......hit|99");
        let error = hit("after", &forged).unwrap_err();
        assert_eq!(error.code(), domain::ErrorCode::BadUserInput);
        assert!(error.to_string().starts_with("after: "), "{error}");
    }
}
