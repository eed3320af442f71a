//! What was refused of a page's forms.

use http::StatusCode;

/// Messages in order, each with the id of the field that it is about, empty where it is about none. `frame/form_errors.html` lists them and leads to
/// their fields. A field says its own once more, in an element named after it (`…-fehler`) that describes it, and is invalid: whoever does not see the
/// page hears both with the field.
#[derive(Debug, Clone, Default)]
pub(crate) struct FormErrors(Vec<(&'static str, String)>);

impl FormErrors {
    /// What is about one field.
    pub(crate) fn at(field: &'static str, message: String) -> Self {
        Self(vec![(field, message)])
    }

    /// What is about no field.
    pub(crate) fn of_none(messages: impl IntoIterator<Item = String>) -> Self {
        messages.into_iter().map(|message| ("", message)).collect()
    }

    /// Whether nothing was refused.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All messages, each with its field.
    pub(crate) fn all(&self) -> &[(&'static str, String)] {
        &self.0
    }

    /// Whether something is wrong with this field.
    pub(crate) fn has(&self, field: &str) -> bool {
        self.0.iter().any(|(place, _)| *place == field)
    }

    /// What is wrong with this field.
    pub(crate) fn of(&self, field: &str) -> String {
        let own = self.0.iter().filter(|(place, _)| *place == field);
        own.map(|(_, message)| message.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// What stands over the list.
    pub(crate) fn heading(&self) -> &'static str {
        if self.0.iter().any(|(place, _)| !place.is_empty()) { "Bitte prüfen Sie Ihre Angaben" } else { "Das war nicht möglich" }
    }

    /// The status of the page that says so.
    pub(crate) fn status(&self) -> StatusCode {
        if self.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
    }
}

impl FromIterator<(&'static str, String)> for FormErrors {
    fn from_iter<I: IntoIterator<Item = (&'static str, String)>>(errors: I) -> Self {
        Self(errors.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_has_its_own_messages_and_the_list_says_what_it_is_about() {
        let errors: FormErrors =
            [("email", "Zu kurz.".to_owned()), ("", "Zu spät.".to_owned()), ("email", "Kein @.".to_owned())].into_iter().collect();
        assert_eq!((errors.of("email"), errors.has("email"), errors.has("kommune")), ("Zu kurz. Kein @.".to_owned(), true, false));
        assert_eq!((errors.heading(), errors.status()), ("Bitte prüfen Sie Ihre Angaben", StatusCode::UNPROCESSABLE_ENTITY));
        let whole = FormErrors::of_none(["Zu spät.".to_owned()]);
        assert_eq!((whole.heading(), whole.all().len()), ("Das war nicht möglich", 1));
        assert_eq!(FormErrors::default().status(), StatusCode::OK);
    }
}
