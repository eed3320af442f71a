//! A mail server that does as a test tells it, on a port of its own.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// What the server does instead of answering as it should.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// Answers this.
    Say(&'static str),
    /// Answers this, then closes the connection.
    SayAndClose(&'static str),
    /// Closes the connection.
    Close,
    /// Says nothing more.
    Hang,
}

/// One step of the conversation, as the script sees it.
pub(crate) struct Step<'a> {
    /// The number of the connection, from 1.
    pub(crate) connection: usize,
    /// `CONNECT`, the command's first word, or `END` after the dot that ends a message.
    pub(crate) verb: &'a str,
    /// How many messages this connection has brought before.
    pub(crate) messages: usize,
}

#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) connections: usize,
    /// The commands of all connections.
    pub(crate) commands: Vec<String>,
    /// Those behind which more had come already.
    pub(crate) hurried: Vec<String>,
    /// The messages that came whole, whatever was answered, with undone dot stuffing.
    pub(crate) messages: Vec<String>,
    open: usize,
    pub(crate) most_open: usize,
}

type Script = dyn Fn(&Step<'_>) -> Option<Act> + Send + Sync;

pub(crate) struct FakeServer {
    port: u16,
    seen: Arc<Mutex<Seen>>,
}

impl FakeServer {
    /// Starts a server that asks the script at every step; `None` is the answer of a good server.
    pub(crate) async fn start(script: impl Fn(&Step<'_>) -> Option<Act> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::<Mutex<Seen>>::default();
        let script: Arc<Script> = Arc::new(script);
        let of_server = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (seen, script) = (Arc::clone(&of_server), Arc::clone(&script));
                tokio::spawn(async move {
                    let connection = open(&seen);
                    // A client that is gone ends the conversation, as it does with any server.
                    let _ = converse(stream, connection, &seen, &*script).await;
                    seen.lock().unwrap().open -= 1;
                });
            }
        });
        Self { port, seen }
    }

    pub(crate) fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn seen<T>(&self, look: impl FnOnce(&Seen) -> T) -> T {
        look(&self.seen.lock().unwrap())
    }
}

fn open(seen: &Mutex<Seen>) -> usize {
    let mut seen = seen.lock().unwrap();
    seen.connections += 1;
    seen.open += 1;
    seen.most_open = seen.most_open.max(seen.open);
    seen.connections
}

async fn converse(stream: TcpStream, connection: usize, seen: &Mutex<Seen>, script: &Script) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut messages = 0;
    let mut verb = String::from("CONNECT");
    loop {
        let act = script(&Step { connection, verb: &verb, messages }).unwrap_or(Act::Say(usual(&verb)));
        if verb == "END" {
            messages += 1;
        }
        match act {
            Act::Say(reply) => stream.write_all(format!("{reply}\r\n").as_bytes()).await?,
            Act::SayAndClose(reply) => return stream.write_all(format!("{reply}\r\n").as_bytes()).await,
            Act::Close => return Ok(()),
            Act::Hang => tokio::time::sleep(Duration::from_hours(1)).await,
        }
        let takes_message = verb == "DATA" && matches!(act, Act::Say(reply) if reply.starts_with("354"));
        verb = if takes_message { message(&mut stream, seen).await? } else { command(&mut stream, seen).await? };
        if verb.is_empty() {
            return Ok(());
        }
    }
}

fn usual(verb: &str) -> &'static str {
    match verb {
        "CONNECT" => "220 fake.example.org ESMTP",
        "EHLO" => "250-fake.example.org\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME",
        "DATA" => "354 go ahead",
        "AUTH" => "235 2.7.0 welcome",
        "END" => "250 2.0.0 queued as 4711",
        "QUIT" => "221 bye",
        _ => "250 ok",
    }
}

/// Reads a command; gives its first word, nothing at the end.
async fn command(stream: &mut BufReader<TcpStream>, seen: &Mutex<Seen>) -> std::io::Result<String> {
    let mut line = String::new();
    stream.read_line(&mut line).await?;
    let verb = line.split([' ', '\r']).next().unwrap_or_default().to_owned();
    if !line.is_empty() {
        let mut seen = seen.lock().unwrap();
        seen.commands.push(line.trim_end().to_owned());
        if !stream.buffer().is_empty() {
            seen.hurried.push(verb.clone());
        }
    }
    Ok(verb)
}

async fn message(stream: &mut BufReader<TcpStream>, seen: &Mutex<Seen>) -> std::io::Result<String> {
    let mut text = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(String::new());
        }
        if line == ".\r\n" {
            seen.lock().unwrap().messages.push(text);
            return Ok(String::from("END"));
        }
        text.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}
