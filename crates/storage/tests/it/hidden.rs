//! What rows show of themselves where they are printed.

use crate::{
    deliveries::delivery,
    digests::subscription,
    files::file,
    fixtures::{email, reader},
};
use storage::{Delivery, Reader, StoredFile, Subscription};

#[test]
fn tokens_secrets_and_mails_are_not_shown_where_a_row_is_printed() {
    let secret = "0123456789abcdef";
    let reader = Reader { token: secret.into(), ..reader(email("leserin")) };
    let subscription = Subscription { unsubscribe_token: secret.into(), ..subscription(&reader, None, 0) };
    let file = StoredFile { secret: secret.into(), ..file(0) };
    let delivery = Delivery { mail_json: format!("{{\"text\":\"{secret}\"}}").into(), ..delivery(false, 0) };
    for (shown, field) in [
        (format!("{reader:?}"), "token: …"),
        (format!("{subscription:?}"), "unsubscribe_token: …"),
        (format!("{file:?}"), "secret: …"),
        (format!("{delivery:?}"), "mail_json: …"),
    ] {
        assert!(shown.contains(field) && !shown.contains(secret) && !shown.contains("leserin"), "{shown}");
    }
}
