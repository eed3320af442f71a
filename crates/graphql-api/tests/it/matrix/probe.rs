//! What a line of the table says: how a field is asked, and who is to get what.
//!
//! A document may use the variables `$id`, `$slug` and `$word` (a case's id, its address, the made-up word of its title), `$account` (the
//! asker's own account), `$token` (from a mail), `$nothing` (an id that nothing has). Documents select `title` of cases and `totalCount`
//! or `count` of lists: what is found by the made-up words of titles, and every number, is compared.

use domain::permission::Action;

/// Which cases an answer shows.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shown {
    /// The case itself, as far as [`super::rules`] let the asker see it. The document names it by `$id` or `$slug`.
    AsSight,
    /// All working copies that the asker may see.
    WorkingCopies,
    /// What the same cases say, whoever sees them.
    WorkedOn,
    /// What is listed for everybody. With `$word`: that case, if it is listed.
    Listed,
    /// What is listed of the municipality [`super::cast::FOREIGN`].
    ListedThere,
    /// NOT_FOUND where the asker may not see the case `$id`, otherwise some of what is listed.
    Around,
}

/// How a field is asked and what is to come of it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Probe {
    /// Everybody is answered without an error.
    Open(&'static str),
    /// The public gets UNAUTHENTICATED or nothing; everybody signed in is answered.
    SignedIn(&'static str),
    /// The public gets UNAUTHENTICATED, and everybody signed in NOT_FOUND: the document names `$nothing`. For things whose owners alone see
    /// them; that owners do is told by tests of their own, and what real ones of others are by [`super::belongings`].
    NotThere(&'static str),
    /// About no case: by the table of rights alone.
    Network(Action, &'static str),
    /// The same, but about `$nothing`: NOT_FOUND where the action is allowed.
    NetworkOnNothing(Action, &'static str),
    /// Shows cases.
    Cases(Shown, &'static str),
    /// Shows as `inner` something of the case `$id` that those alone see who see its working copy.
    WorkingOnly(&'static str),
    /// Does something to the case `$id`: NOT_FOUND where it is not to be seen, FORBIDDEN where the action is not allowed, otherwise neither.
    Step(Action, &'static str),
    /// Begins a case of the municipality `$ags`.
    Create(&'static str),
    /// About the people of the municipality `$ags`: FORBIDDEN where the action is not allowed.
    Place(Action, &'static str),
    /// About the account `$person` of a municipality or of the agency: NOT_FOUND where these people are not to be seen, FORBIDDEN where they
    /// are not to be managed.
    Person(&'static str),
    /// The same about accounts of municipalities alone, and FORBIDDEN for those who stand in themselves.
    Deputise(&'static str),
    /// What a token from a mail opens, whoever holds it; NOT_FOUND or nothing with any other.
    Token(&'static str),
    /// NOT_FOUND or nothing with a `$token` that nobody was sent. What the right one opens is told by tests of its own.
    WrongToken(&'static str),
    /// Shows the asker's own address and nobody else's.
    Own(&'static str),
    /// Shows this text to everybody signed in and not to the public.
    Members(&'static str, &'static str),
    /// Told by another test, which is named.
    Elsewhere(&'static str),
}
