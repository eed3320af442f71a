//! The one table of error codes: the API, the pages and `docs/errors.md` all read it.

/// Makes the enum and its table in one go, so that neither can lack an entry.
macro_rules! error_codes {
    ($($(#[$doc:meta])* $variant:ident $code:literal $status:literal $english:literal $german:literal;)+) => {
        /// A stable code for something that went wrong. Codes are never renamed; the list is closed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum ErrorCode {
            $(#[doc = $english] $variant,)+
        }

        impl ErrorCode {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code as programs read it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The HTTP status of an answer that consists of this error alone.
            pub fn http_status(self) -> u16 {
                match self { $(Self::$variant => $status,)+ }
            }

            /// What the code means, in English, for the documentation.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $english,)+ }
            }

            /// What people read where nothing more precise is known, in German.
            pub fn message(self) -> &'static str {
                match self { $(Self::$variant => $german,)+ }
            }
        }
    };
}

error_codes! {
    BadRequest "BAD_REQUEST" 400 "The HTTP request is not a GraphQL request that the server can read."
        "Die Anfrage ist so nicht lesbar.";
    PersistedQueryNotSupported "PERSISTED_QUERY_NOT_SUPPORTED" 400 "The client asked for a stored document by its hash; there are none, and the document itself is to be sent."
        "Gespeicherte Anfragen gibt es hier nicht. Bitte senden Sie die Anfrage selbst.";
    GraphqlParseFailed "GRAPHQL_PARSE_FAILED" 400 "The GraphQL document has a syntax error."
        "Die GraphQL-Anfrage enthält einen Syntaxfehler.";
    GraphqlValidationFailed "GRAPHQL_VALIDATION_FAILED" 400 "The GraphQL document does not fit the schema."
        "Die GraphQL-Anfrage passt nicht zum Schema.";
    QueryTooComplex "QUERY_TOO_COMPLEX" 400 "The GraphQL document exceeds a limit of depth, complexity, aliases or directives."
        "Die GraphQL-Anfrage ist zu umfangreich.";
    BadUserInput "BAD_USER_INPUT" 400 "An argument's value cannot be used, for example a cursor or an id that this server did not make."
        "Eine Angabe ist ungültig.";
    Unauthenticated "UNAUTHENTICATED" 401 "The token or session is missing, unknown or expired."
        "Bitte melden Sie sich an.";
    Forbidden "FORBIDDEN" 403 "The account may not do this."
        "Dazu fehlt Ihnen die Berechtigung.";
    NotFound "NOT_FOUND" 404 "There is no such thing, or the viewer may not see it; the two are not told apart."
        "Das Gesuchte gibt es nicht, oder Sie dürfen es nicht sehen.";
    MethodNotAllowed "METHOD_NOT_ALLOWED" 405 "The HTTP method does not fit, for example a mutation by GET."
        "Diese HTTP-Methode ist hier nicht möglich.";
    NotAcceptable "NOT_ACCEPTABLE" 406 "The server has no media type that the Accept header asks for."
        "Keines der gewünschten Antwortformate wird angeboten.";
    RequestTimeout "REQUEST_TIMEOUT" 408 "The request's body came too slowly."
        "Die Anfrage kam zu langsam an. Bitte senden Sie sie noch einmal.";
    Conflict "CONFLICT" 409 "Somebody else changed the object since it was read."
        "Jemand anderes hat den Stand inzwischen geändert. Bitte laden Sie ihn neu und übertragen Sie Ihre Änderung.";
    InvalidState "INVALID_STATE" 409 "The object's state does not allow this step."
        "In diesem Bearbeitungsstand ist der Schritt nicht möglich.";
    FourEyes "FOUR_EYES" 403 "Nobody publishes a case that they began, handed in or edited since its municipality handed it in."
        "Wer ein Praxisbeispiel angelegt, eingereicht oder seit der letzten Einreichung durch die Kommune bearbeitet hat, veröffentlicht es nicht selbst. Bitte lassen Sie eine andere Person prüfen.";
    ChecklistIncomplete "CHECKLIST_INCOMPLETE" 400 "A case is published only when all points of the checklist are confirmed."
        "Bitte bestätigen Sie alle Punkte der Prüfliste.";
    ClaimedByOther "CLAIMED_BY_OTHER" 409 "Somebody else has claimed this review."
        "Eine andere Person prüft dieses Praxisbeispiel bereits.";
    NotClaimed "NOT_CLAIMED" 409 "The step is for whoever has claimed the review, and the viewer has not."
        "Sie haben die Prüfung dieses Praxisbeispiels nicht übernommen.";
    PayloadTooLarge "PAYLOAD_TOO_LARGE" 413 "The request body exceeds its limit."
        "Die Anfrage ist zu groß.";
    UnsupportedMediaType "UNSUPPORTED_MEDIA_TYPE" 415 "The request's Content-Type is not application/json, or its body is compressed."
        "Dieses Format der Anfrage wird nicht angenommen.";
    RateLimited "RATE_LIMITED" 429 "Too many requests; the answer says when to try again."
        "Zu viele Anfragen. Bitte versuchen Sie es später erneut.";
    Internal "INTERNAL" 500 "An unexpected error; the trace id finds it in the server's log."
        "Ein unerwarteter Fehler ist aufgetreten. Bitte versuchen Sie es später erneut.";
    SearchUnavailable "SEARCH_UNAVAILABLE" 503 "The search engine does not answer; everything else works."
        "Die Suche ist gerade nicht erreichbar. Bitte versuchen Sie es in einigen Minuten erneut.";
    Timeout "TIMEOUT" 503 "The request took longer than the server allows."
        "Die Anfrage hat zu lange gedauert.";
    Required "REQUIRED" 400 "A value is missing."
        "Eine Angabe fehlt.";
    TooShort "TOO_SHORT" 400 "A text has fewer characters than it needs."
        "Ein Text ist zu kurz.";
    TooLong "TOO_LONG" 400 "A text has more characters than fit."
        "Ein Text ist zu lang.";
    TooFew "TOO_FEW" 400 "A list has fewer entries than it needs."
        "Eine Liste hat zu wenige Einträge.";
    TooMany "TOO_MANY" 400 "A list has more entries than fit."
        "Eine Liste hat zu viele Einträge.";
    Duplicate "DUPLICATE" 400 "A list has the same entry twice, or a value must be unique and is not."
        "Ein Eintrag ist doppelt.";
    Malformed "MALFORMED" 400 "A value is not of the form that is asked for."
        "Eine Angabe hat nicht die erwartete Form.";
    UnknownValue "UNKNOWN_VALUE" 400 "A key is not in the list that it must come from."
        "Ein Wert steht nicht in der Liste.";
    EndBeforeStart "END_BEFORE_START" 400 "The end lies before the start."
        "Das Ende liegt vor dem Beginn.";
    LastOfRole "LAST_OF_ROLE" 409 "The last coordinator of a municipality or the last administrator cannot go before there is another."
        "Das ist die letzte Koordination dieser Kommune oder die letzte Administration. Bitte geben Sie die Aufgabe zuerst an jemand anderen.";
    AlreadyMember "ALREADY_MEMBER" 409 "The address has an account already that this invitation cannot change."
        "Zu dieser E-Mail-Adresse gibt es bereits ein Konto mit anderer Zuständigkeit. Bitte wenden Sie sich an die Agentur.";
    InsufficientScope "INSUFFICIENT_SCOPE" 403 "The access token's scopes do not cover this, or it can only be done by somebody signed in at the website."
        "Dafür reicht dieser Zugriffsschlüssel nicht aus.";
    LinkExpired "LINK_EXPIRED" 404 "The sign-in link is unknown, was used already or is too old."
        "Dieser Anmeldelink gilt nicht mehr. Bitte fordern Sie einen neuen an.";
    OtherBrowser "OTHER_BROWSER" 403 "The sign-in link was asked for in another browser."
        "Dieser Anmeldelink gilt nur in dem Browser, in dem er angefordert wurde.";
    SignInExpired "SIGN_IN_EXPIRED" 401 "The sign-in that waits for its second factor is unknown, too old, or failed too often."
        "Diese Anmeldung ist abgelaufen. Bitte beginnen Sie von vorn.";
    WrongCode "WRONG_CODE" 400 "The code of the second factor is wrong, too old, or was used already."
        "Dieser Code stimmt nicht oder wurde schon verwendet. Bitte geben Sie den nächsten Code ein.";
    SecondFactorRequired "SECOND_FACTOR_REQUIRED" 403 "The account's role must have a second factor: it cannot be removed, and without it no access token counts."
        "Für Ihre Rolle ist der zweite Faktor vorgeschrieben: Er lässt sich nicht abschalten, und ohne ihn gelten keine Zugriffsschlüssel.";
    RecentSignInRequired "RECENT_SIGN_IN_REQUIRED" 403 "The viewer signed in too long ago for this; signing in anew opens it, or a code of the second factor where one is asked for."
        "Das geht nur kurz nach der Anmeldung. Bitte melden Sie sich ab und wieder an; wo nach einem Code Ihres zweiten Faktors gefragt wird, genügt auch dieser.";
    FormExpired "FORM_EXPIRED" 403 "The form was not shown to this visitor, or they have signed in or out since; the API does not use this code."
        "Dieses Formular gilt nicht mehr, zum Beispiel weil Sie sich inzwischen an- oder abgemeldet haben.";
    UnknownProvider "UNKNOWN_PROVIDER" 404 "There is no such sign-in provider."
        "Diesen Anmeldedienst gibt es hier nicht.";
    ProviderUnavailable "PROVIDER_UNAVAILABLE" 503 "The sign-in provider does not answer as it should; other ways to sign in work."
        "Der Anmeldedienst ist gerade nicht erreichbar. Bitte versuchen Sie es später erneut oder melden Sie sich mit einem Link per E-Mail an.";
    ProviderRefused "PROVIDER_REFUSED" 403 "The sign-in at the provider was broken off, or its answer cannot be trusted."
        "Die Anmeldung beim Anmeldedienst wurde abgebrochen oder ließ sich nicht bestätigen. Bitte beginnen Sie von vorn.";
    NoAccount "NO_ACCOUNT" 403 "The sign-in provider vouches for somebody who has no account here."
        "Zu dieser Anmeldung gibt es hier kein Konto. Bitte wenden Sie sich an die Koordination Ihrer Kommune oder an die Agentur.";
    RequestClosed "REQUEST_CLOSED" 409 "The question to the network was closed and takes no more replies."
        "Diese Frage ist geschlossen; Antworten sind nicht mehr möglich.";
    ConflictingValues "CONFLICTING_VALUES" 400 "Two values exclude each other."
        "Zwei Angaben schließen sich aus.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_written_in_capitals() {
        let codes: std::collections::HashSet<_> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(codes.len(), ErrorCode::ALL.len());
        assert!(codes.iter().all(|code| { code.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_') }));
    }
}
