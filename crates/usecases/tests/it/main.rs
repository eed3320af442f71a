//! What people can do, and may not, with a real database and search.

#[cfg(test)]
mod access_tokens;
#[cfg(test)]
mod after_erasing;
#[cfg(test)]
mod at_once;
#[cfg(test)]
mod audit_log;
#[cfg(test)]
mod bounces;
#[cfg(test)]
mod cases;
#[cfg(test)]
mod cases_at_once;
#[cfg(test)]
mod cleaned_at_once;
#[cfg(test)]
mod codes_at_once;
#[cfg(test)]
mod coordinations;
#[cfg(test)]
mod deputies;
#[cfg(test)]
mod deputies_at_once;
#[cfg(test)]
mod deputy_mails;
#[cfg(test)]
mod erase_account;
#[cfg(test)]
mod erased_at_once;
#[cfg(test)]
mod erased_contacts;
#[cfg(test)]
mod export_my_data;
#[cfg(test)]
mod file_texts;
#[cfg(test)]
mod handing_over;
#[cfg(test)]
mod imports;
#[cfg(test)]
mod invitations;
#[cfg(test)]
mod leaving;
#[cfg(test)]
mod made_once;
#[cfg(test)]
mod mails_at_once;
#[cfg(test)]
mod materials;
#[cfg(test)]
mod old_drafts;
#[cfg(test)]
mod people;
#[cfg(test)]
mod providers;
#[cfg(test)]
mod read_cases;
#[cfg(test)]
mod registering;
#[cfg(test)]
mod replies_at_once;
#[cfg(test)]
mod requests;
#[cfg(test)]
mod required_second_factor;
#[cfg(test)]
mod reset_second_factor;
#[cfg(test)]
mod retention;
#[cfg(test)]
mod reviewing;
#[cfg(test)]
mod search_outage;
#[cfg(test)]
mod second_factor;
#[cfg(test)]
mod sent_twice;
#[cfg(test)]
mod signing_in;
#[cfg(test)]
mod subscriptions;
#[cfg(test)]
mod synonyms;
#[cfg(test)]
mod tokens;
#[cfg(test)]
mod two_processes;
#[cfg(test)]
mod unreadable_cases;
#[cfg(test)]
mod waiting_sign_ins;
