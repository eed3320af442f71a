//! What is done to a case or for the network, and how near whoever does it stands: the two other sides of the table.

/// Something that is done to a case, or for the network as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// Read a working copy that is being written.
    ReadDraft,
    /// Read a working copy that was handed in.
    ReadSubmitted,
    /// Begin a case.
    Create,
    /// Change the working copy.
    Edit,
    /// Hand the working copy in.
    Submit,
    /// Take back what was handed in.
    Withdraw,
    /// Claim, release and hand over a review, and give a case back.
    Review,
    /// End somebody else's claim on a review.
    FreeReview,
    /// Write comments on the working copy and mark them as resolved.
    Comment,
    /// Say that what is public still holds.
    Confirm,
    /// Make the working copy public.
    Publish,
    /// Take the case out of lists, search and digests.
    Archive,
    /// Delete the case and all its revisions.
    Erase,
    /// Change what the search takes for the same, and see what it did not find. Not about a case.
    TeachSearch,
    /// See who the people of a municipality are, and who is invited.
    SeeMembers,
    /// Invite people of a municipality, give them roles, disable them, reset a second factor that they lost, name deputies, say which mail
    /// domains may register.
    ManageMembers,
    /// Say what a municipality works on at present.
    SetFocusAreas,
    /// The same as [`Action::ManageMembers`] for the agency's own people, and say whom advisers advise. Not about a municipality.
    ManageAgency,
    /// Read the audit log. Not about a case.
    ReadAuditLog,
    /// See what the network's mails look like, with made-up data. Not about a case.
    PreviewMails,
    /// See what digests would hold and what became of mails, in numbers, let addresses get mail again, and send a test mail to oneself. Not about
    /// a case.
    LookAfterMail,
    /// Read what members ask each other, ask and reply. Not about a case.
    TakePart,
    /// Close a question to the network, or delete it with its replies.
    CloseRequest,
}

impl Action {
    /// All actions, in the order of the table.
    pub const ALL: &'static [Self] = &[
        Self::ReadDraft,
        Self::ReadSubmitted,
        Self::Create,
        Self::Edit,
        Self::Submit,
        Self::Withdraw,
        Self::Review,
        Self::FreeReview,
        Self::Comment,
        Self::Confirm,
        Self::Publish,
        Self::Archive,
        Self::Erase,
        Self::TeachSearch,
        Self::SeeMembers,
        Self::ManageMembers,
        Self::SetFocusAreas,
        Self::ManageAgency,
        Self::ReadAuditLog,
        Self::PreviewMails,
        Self::LookAfterMail,
        Self::TakePart,
        Self::CloseRequest,
    ];
}

/// One way in which a viewer stands to a case. `Own` and `Advised` may hold at once: [`super::Relations`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Relation {
    /// The viewer began it, or it is of the viewer's municipality.
    Own,
    /// It is of a municipality that the viewer advises.
    Advised,
    /// Neither.
    Foreign,
}

impl Relation {
    /// All relations, from the closest to none.
    pub const ALL: &'static [Self] = &[Self::Own, Self::Advised, Self::Foreign];
}
