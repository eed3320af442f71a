//! Writes every mail with made-up data into a folder: `NAME.eml` as a server gets it and `NAME.html`, its HTML part alone.
//!
//! With `KEY.pem DOMAIN SELECTOR` behind the folder every mail is signed, and `record.txt` has the name and the content of the DNS record.
//!
//! `scripts/mail-screenshots` and the end-to-end tests look at them; `cargo run -p mail --example mail_samples FOLDER` does so by hand.

use mail::{Dkim, FilesTransport, MailContext, MailTransport, Postmark, Sender};
use std::{env, error::Error, fs, path::PathBuf, sync::Arc};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args_os().nth(1).ok_or("the folder to write to is missing")?);
    fs::create_dir_all(&folder)?;
    let context = MailContext { public_url: "https://wissensnetz.example.org/".parse()?, instance_name: "Wissensnetz".to_owned() };
    let address = |text: &str| text.parse().map_err(|_| "an address that is none");
    let sender = Sender {
        from: address("post@wissensnetz.example.org")?,
        name: "Wissensnetz".to_owned(),
        reply_to: Some(address("redaktion@wissensnetz.example.org")?),
    };
    let mut postmark = Postmark::default();
    if let [key, domain, selector] = env::args().skip(2).collect::<Vec<_>>().as_slice() {
        let dkim = Dkim::new(&fs::read(key)?, domain, selector)?;
        fs::write(folder.join("record.txt"), format!("{}\n{}\n", dkim.record_name(), dkim.record()))?;
        postmark.dkim = Some(Arc::new(dkim));
    }
    for sample in mail::samples(&context)? {
        let one = folder.join(&sample.name);
        let transport = FilesTransport::new(&one, sender.clone()).marked(postmark.clone());
        transport.send(&sample.mail).await?;
        let id = transport.list()?.pop().ok_or("no mail was written")?.id;
        fs::rename(one.join(format!("{id}.eml")), folder.join(format!("{}.eml", sample.name)))?;
        fs::remove_dir_all(one)?;
        fs::write(folder.join(format!("{}.html", sample.name)), &sample.mail.html)?;
    }
    Ok(())
}
