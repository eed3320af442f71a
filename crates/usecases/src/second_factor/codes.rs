//! Codes: how they are made and checked.

use super::seal;
use crate::{Failure, Network, Refusal, UseCaseError, begin_session, rate_limit, secret::hash};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{ErrorCode, ids::AccountId};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;
use storage::{SecondFactor, Transaction};
use totp_rs::{Algorithm, Builder, Secret, Totp};

/// How many recovery codes there are.
pub const RECOVERY_CODES: usize = 10;

/// How many codes may be tried in vain within [`FAILURE_WINDOW`], in however many sign-ins. A code of six digits of which three are right at
/// any time is then guessed in a year with a chance of a half, by somebody who has the first proof and asks all the time.
const MAX_FAILURES: i16 = 20;
const FAILURE_WINDOW: TimeDelta = TimeDelta::hours(1);

/// How long a code is shown, in seconds, and for how many steps before and after it is taken.
const STEP_SECONDS: u64 = 30;
const TOLERANCE: u16 = 1;

/// By which kind of code somebody proved their second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Checked {
    Code,
    RecoveryCode,
}

/// A new secret of 160 bits, as RFC 4226 recommends.
pub(super) fn new_secret(network: &Network) -> Result<Vec<u8>, Failure> {
    Ok(network.secrets.random()?[4..].to_vec())
}

/// Bytes in base 32, as authenticator apps take them.
pub(super) fn base32(bytes: &[u8]) -> String {
    Secret::from(bytes.to_vec()).to_base32()
}

/// What a QR code tells an authenticator app. The app's own defaults are SHA-1, six digits, 30 seconds; most understand nothing else.
pub(super) fn uri(issuer: &str, account: &str, secret: &str) -> String {
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let issuer = encoded(&issuer.replace(':', " "));
    format!("otpauth://totp/{issuer}:{}?secret={secret}&issuer={issuer}", encoded(account))
}

fn totp(secret: Vec<u8>) -> Result<Totp, Failure> {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(TOLERANCE)
        .with_step_duration(STEP_SECONDS)
        .with_secret(secret)
        .build()
        .map_err(|_| Failure::SealedSecret("it is too short"))
}

/// Checks what somebody typed: a code of the app, or a recovery code if the factor counts already. Each counts once. What was tried in vain
/// is counted in the transaction, which is to be committed whatever comes of it.
pub(super) async fn check_code(
    network: &Network,
    transaction: &mut Transaction,
    factor: &SecondFactor,
    typed: &str,
    now: DateTime<Utc>,
) -> Result<Result<Checked, Refusal>, UseCaseError> {
    if let Err(refusal) = rate_limit::check_code(network, factor.account) {
        return Ok(Err(refusal));
    }
    let counted_since = factor.failing_since.filter(|since| now - *since < FAILURE_WINDOW);
    let failures = if counted_since.is_some() { factor.failures } else { 0 };
    if let Some(since) = counted_since.filter(|_| failures >= MAX_FAILURES) {
        let seconds = u64::try_from((since + FAILURE_WINDOW - now).num_seconds()).unwrap_or(0).max(1);
        return Ok(Err(Refusal::RateLimited { seconds }));
    }
    let code: String = typed.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let time = u64::try_from(now.timestamp()).unwrap_or(0);
    // A recovery code has to count even where the secret cannot be opened any more.
    let is_of_app = code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit());
    let step =
        if is_of_app { totp(seal::open(network, factor)?)?.check(&code, time).and_then(|step| i64::try_from(step).ok()) } else { None };
    let checked = match step {
        Some(step) => transaction.use_step(factor.account, step).await?.then_some(Checked::Code),
        None if factor.confirmed_at.is_some() => {
            transaction.use_recovery_code(factor.account, &hash(&code), now).await?.then_some(Checked::RecoveryCode)
        }
        None => None,
    };
    let Some(checked) = checked else {
        transaction.set_failures(factor.account, failures + 1, counted_since.unwrap_or(now)).await?;
        return Ok(Err(Refusal::Other(ErrorCode::WrongCode)));
    };
    if checked == Checked::RecoveryCode {
        begin_session::audit(network, transaction, factor.account, "second_factor.recovery_code_used", json!({}), now).await?;
    }
    transaction.set_failures(factor.account, 0, now).await?;
    Ok(Ok(checked))
}

/// Gives an account new recovery codes in place of those that it has. 80 random bits each: guessing is hopeless, so a plain hash is kept.
pub(super) async fn new_recovery_codes(
    network: &Network,
    transaction: &mut Transaction,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<Vec<String>, UseCaseError> {
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    let mut rows = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let code = base32(&network.secrets.random()?[14..]).to_ascii_lowercase();
        rows.push((network.ids.next(), hash(&code)));
        codes.push(grouped(&code));
    }
    transaction.replace_recovery_codes(account, rows, now).await?;
    Ok(codes)
}

/// A code in groups of four, to be read and typed more easily; what is typed is taken with or without the hyphens.
fn grouped(code: &str) -> String {
    let mut text = String::with_capacity(code.len() + code.len() / 4);
    for (place, sign) in code.chars().enumerate() {
        if place > 0 && place.is_multiple_of(4) {
            text.push('-');
        }
        text.push(sign);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_rfc_6238() {
        // Appendix B has eight digits; the last six of them are the code of six.
        let totp = totp(b"12345678901234567890".to_vec()).unwrap();
        for (time, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert_eq!(totp.generate(time).to_string(), code);
        }
    }

    #[test]
    fn an_app_is_told_issuer_and_account() {
        assert_eq!(
            uri("Netz: Süd", "a+b@example.org", "ABCD"),
            "otpauth://totp/Netz%20%20S%C3%BCd:a%2Bb%40example%2Eorg?secret=ABCD&issuer=Netz%20%20S%C3%BCd"
        );
        assert_eq!(grouped("abcdefghijklmnop"), "abcd-efgh-ijkl-mnop");
    }
}
