use super::*;

fn health(finding: &Finding) -> Health {
    assert_eq!(finding.advice.is_none(), finding.health == Health::Good, "whatever is not well has its advice: {finding:?}");
    finding.health
}

fn txt(records: &[&str]) -> Vec<String> {
    records.iter().map(|&record| record.to_owned()).collect()
}

#[test]
fn links_lead_here_by_https() {
    let of = |url: &str, by_smtp| health(&links(&url.parse().unwrap(), by_smtp));
    assert_eq!(of("https://wissensnetz.example.org/", true), Health::Good);
    assert_eq!(of("http://wissensnetz.example.org/", true), Health::Hint);
    for own in ["http://localhost:8080", "https://netz.localhost.", "http://127.0.0.2", "http://0.0.0.0:80", "http://[::1]:8080"] {
        assert_eq!(of(own, true), Health::Bad, "{own}");
        assert_ne!(of(own, false), Health::Bad, "nothing leaves this machine: {own}");
    }
}

#[test]
fn spf_is_one_record() {
    let of = |answer| health(&spf("example.org", &answer));
    assert_eq!(of(Ok(txt(&["google-site", "v=spf1 mx -all"]))), Health::Good);
    assert_eq!(of(Ok(txt(&["v=spf1 mx -all", "V=SPF1 -all"]))), Health::Bad);
    assert_eq!([of(Ok(txt(&["x"]))), of(Err(NoAnswer::NoRecord))], [Health::Bad; 2]);
    assert_eq!([of(Err(NoAnswer::Unreachable)), of(Err(NoAnswer::Silent))], [Health::Unknown; 2]);
}

#[test]
fn a_name_server_that_does_not_answer_is_told_from_one_that_cannot() {
    let said = |why| {
        let asked = [
            hello(&"host7.example.org".parse().unwrap(), Err(why)),
            spf("example.org", &Err(why)),
            dmarc("example.org", None, "_dmarc.example.org", &Err(why)),
            bounces(Some("example.org"), Err(why)),
        ];
        assert!(asked.iter().all(|finding| health(finding) == Health::Unknown), "{asked:?}");
        asked.map(|finding| finding.what.contains("Der Nameserver hat in 10 Sekunden nicht geantwortet."))
    };
    assert_eq!((said(NoAnswer::Silent), said(NoAnswer::Unreachable)), ([true; 4], [false; 4]));
}

#[test]
fn dmarc_needs_a_signature_of_the_sender_s_domain() {
    let of = |signed, answer| health(&dmarc("netz.example.org", signed, "_dmarc.netz.example.org", &answer));
    assert_eq!(of(Some("netz.example.org"), Ok(txt(&["v=DMARC1; p=none"]))), Health::Good);
    assert_eq!(of(Some("example.org"), Ok(txt(&["v=DMARC1; p=none"]))), Health::Good);
    assert_eq!(of(Some("notexample.org"), Ok(txt(&["v=DMARC1; p=none"]))), Health::Hint);
    assert_eq!(of(None, Ok(txt(&["v=DMARC1; p=none"]))), Health::Hint);
    assert_eq!(of(None, Err(NoAnswer::NoRecord)), Health::Hint);
    let strict = || Ok(txt(&["v=DMARC1; p=reject; adkim = S"]));
    assert_eq!([of(Some("netz.example.org"), strict()), of(Some("example.org"), strict())], [Health::Good, Health::Hint]);
}

#[test]
fn a_domain_without_a_policy_has_that_of_one_above_it() {
    let names: Vec<_> = dmarc_names("post.netz.example.org").collect();
    assert_eq!(names, ["_dmarc.post.netz.example.org", "_dmarc.netz.example.org", "_dmarc.example.org"]);
    let of = |answer| dmarc("netz.example.org", Some("netz.example.org"), "_dmarc.example.org", &answer);
    let found = of(Ok(txt(&["v=DMARC1; p=none"])));
    assert!(health(&found) == Health::Good && found.what.contains("_dmarc.example.org"), "{found:?}");
    let missing = of(Err(NoAnswer::NoRecord));
    assert!(health(&missing) == Health::Hint && missing.what.contains("_dmarc.netz.example.org"), "{missing:?}");
}

#[test]
fn nothing_is_said_to_work_that_was_not_tried() {
    let said = |by_tls, signs_in| server(by_tls, signs_in, Ok(())).what;
    assert_eq!(said(false, false), "Der Mailserver ist erreichbar.");
    assert!(said(true, false).contains("verschlüsselt") && !said(true, false).contains("Anmeldung"));
    assert!(said(false, true).contains("die Anmeldung gelingt") && !said(false, true).contains("verschlüsselt"));
}

#[test]
fn the_bounce_address_needs_a_domain_that_receives() {
    let of = |domain, answer| health(&bounces(domain, answer));
    assert_eq!([of(None, Ok(true)), of(Some("a.example"), Ok(true))], [Health::Hint, Health::Good]);
    assert_eq!([of(Some("a.example"), Ok(false)), of(Some("a.example"), Err(NoAnswer::Unreachable))], [Health::Bad, Health::Unknown]);
}

#[test]
fn the_name_in_ehlo_is_one_that_dns_knows() {
    let of = |name: &str, answer| health(&hello(&name.parse().unwrap(), answer));
    assert_eq!(of("host7.example.org", Ok(true)), Health::Good);
    assert_eq!(of("host7.example.org", Ok(false)), Health::Hint);
    assert_eq!(of("host7.example.org", Err(NoAnswer::Unreachable)), Health::Unknown);
    assert_eq!(of("[192.0.2.7]", Ok(false)), Health::Hint);
}
