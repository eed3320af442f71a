//! Who asks, and the objects that are asked for.

use super::{
    rules::{self, Bond, Kind, Seen},
    run::encoded,
};
use crate::world::World;
use chrono::TimeDelta;
use domain::{CaseContent, CaseView, Role, Viewer, ids::AccountId};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use test_network::{Stand, complete_case};
use usecases::people::{DeputyRequest, name_deputy};

/// Where everybody who speaks for a municipality is from, but for one deputy.
pub(super) const OWN: &str = "15084";
/// Which municipality the adviser advises.
pub(super) const ADVISED: &str = "15088";
/// A municipality that nobody here has to do with but one deputy.
pub(super) const FOREIGN: &str = "15083";

/// Somebody who asks.
pub(super) struct Asker {
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) viewer: Viewer,
    /// Which municipality they speak for.
    pub(super) home: Option<&'static str>,
    /// Which one they advise.
    pub(super) advises: Option<&'static str>,
    /// The address that nobody else is to read; nothing for the public.
    pub(super) email: Option<String>,
}

/// A case, and the made-up word that stands in the title of each of its versions.
pub(super) struct Object {
    pub(super) case: CaseView,
    pub(super) stand: Stand,
    /// Whose case it is.
    ags: &'static str,
    /// Who began it.
    author: Option<AccountId>,
    /// In what is public, if something is.
    pub(super) public: Option<String>,
    /// In the working copy.
    pub(super) working: String,
}

impl Object {
    /// In which ways this asker stands to it.
    pub(super) fn bonds(&self, asker: &Asker) -> Vec<Bond> {
        rules::bonds(asker, self.author, Some(self.ags))
    }

    /// What of it is to be there for this asker.
    pub(super) fn seen(&self, asker: &Asker) -> Seen {
        rules::seen(asker.kind, &self.bonds(asker), self.stand)
    }

    /// The word that this asker is to find when they look at the case itself: that of what is public, if something is, for whoever sees it.
    pub(super) fn seen_by(&self, asker: &Asker) -> Option<&str> {
        (self.seen(asker) != Seen::Nothing).then(|| self.says())
    }

    /// The word in what the case says to whoever sees it.
    pub(super) fn says(&self) -> &str {
        self.public.as_deref().unwrap_or(&self.working)
    }

    /// Whether it stands in public lists.
    pub(super) fn is_listed(&self) -> bool {
        matches!(self.stand, Stand::Published | Stand::Edited | Stand::Resubmitted)
    }

    /// What a document's variables say of it.
    pub(super) fn variables(&self, word: &str) -> Value {
        json!({ "id": encoded("PracticeCase", self.case.id.0), "slug": self.case.slug, "word": word })
    }
}

/// The network that is asked.
pub(super) struct Stage {
    pub(super) world: World,
    pub(super) askers: Vec<Asker>,
    pub(super) objects: Vec<Object>,
}

impl Stage {
    /// Everybody, and a case of every stand for every relation.
    pub(super) async fn new() -> Self {
        let mut stage = Self::empty().await;
        stage.fill().await;
        stage
    }

    /// Everybody, and no cases yet.
    pub(super) async fn empty() -> Self {
        let world = World::new().await;
        let public =
            Asker { kind: Kind::Public, name: "the public".to_owned(), viewer: Viewer::Public, home: None, advises: None, email: None };
        let mut askers = vec![public];
        let members = [
            (Kind::Reader, Role::Reader, Some(OWN)),
            (Kind::Author, Role::Author, Some(OWN)),
            (Kind::Coordinator, Role::Coordinator, Some(OWN)),
            (Kind::Reviewer, Role::Reviewer, None),
            (Kind::Adviser, Role::Adviser, None),
            (Kind::Administrator, Role::Administrator, None),
        ];
        for (kind, role, home) in members {
            let advises = (kind == Kind::Adviser).then_some(ADVISED);
            let viewer = if kind == Kind::Adviser { world.test.adviser(&[ADVISED]).await } else { world.test.member(role, home).await };
            let email = format!("{}-{}@example.org", role.key(), home.unwrap_or("agentur"));
            askers.push(Asker { kind, name: role.key().to_owned(), viewer, home, advises, email: Some(email) });
        }
        for home in [OWN, FOREIGN] {
            askers.push(deputy(&world, home).await);
        }
        Self { world, askers, objects: Vec::new() }
    }

    /// Places the cases: of the own, the advised and the foreign municipality, foreign ones that an asker began, and advised ones that
    /// their adviser began.
    pub(super) async fn fill(&mut self) {
        let began = |kind: Kind| self.askers.iter().find(|asker| asker.kind == kind).and_then(|asker| account(&asker.viewer));
        let places = [
            (OWN, None),
            (ADVISED, None),
            (FOREIGN, None),
            (FOREIGN, began(Kind::Author)),
            (FOREIGN, began(Kind::Reviewer)),
            (ADVISED, began(Kind::Adviser)),
        ];
        for (ags, author) in places {
            for stand in Stand::ALL {
                let object = self.place(ags, author, *stand).await;
                self.objects.push(object);
            }
        }
        self.world.test.run_jobs().await;
    }

    /// Places one more case, which belongs to no list of this stage.
    pub(super) async fn place(&self, ags: &'static str, author: Option<AccountId>, stand: Stand) -> Object {
        let (first, next) = (self.word(), self.word());
        let content = |word: &str| CaseContent { municipality: ags.parse().ok(), ..complete_case(&format!("Praxisbeispiel {word}")) };
        let case = self.world.test.place(content(&first), content(&next), author, stand).await;
        let (public, working) = match stand {
            Stand::Draft | Stand::Submitted | Stand::ChangesRequested | Stand::Shelved => (None, first),
            Stand::Published | Stand::Archived => (Some(first.clone()), first),
            Stand::Edited | Stand::Resubmitted => (Some(first), next),
        };
        Object { case, stand, ags, author, public, working }
    }

    /// The words of all public lists, of one municipality or of all.
    pub(super) fn listed(&self, ags: Option<&str>) -> BTreeSet<String> {
        let here =
            |object: &&Object| ags.is_none_or(|ags| object.case.content.municipality.as_ref().is_some_and(|own| own.as_str() == ags));
        let listed = self.objects.iter().filter(|object| object.is_listed()).filter(here);
        listed.filter_map(|object| object.public.clone()).collect()
    }

    /// The made-up words that a text has.
    pub(super) fn markers_in(&self, text: &str) -> BTreeSet<String> {
        let text = text.to_lowercase();
        let all = self.objects.iter().flat_map(|object| object.public.iter().chain([&object.working]));
        all.filter(|word| text.contains(word.as_str())).cloned().collect()
    }

    /// A word that no other is like, so that no tolerance for typing errors takes one for another.
    fn word(&self) -> String {
        const SYLLABLES: [&str; 16] = ["ba", "ko", "mi", "tu", "ze", "fa", "lo", "ri", "pu", "ne", "ga", "wo", "di", "su", "xe", "ha"];
        let mut seed = self.world.test.network.ids.next().as_u64_pair().1;
        seed = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        seed ^= seed >> 29;
        seed = seed.wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (0..7).map(|place| SYLLABLES[usize::try_from((seed >> (place * 4 + 20)) & 15).unwrap()]).collect()
    }
}

/// A reader of this municipality who stands in for its coordination.
async fn deputy(world: &World, home: &'static str) -> Asker {
    let network = &world.test.network;
    let coordinator = world.test.member(Role::Coordinator, Some(home)).await;
    let name = format!("deputy-{home}");
    let reader = world.test.member_named(&name, Role::Reader, Some(home)).await;
    let id = account(&reader).unwrap();
    let (from, until) = (world.test.now(), world.test.now() + TimeDelta::days(30));
    name_deputy(network, &coordinator, DeputyRequest { deputy: id, from, until }).await.unwrap();
    let holder = network.store.account(id).await.unwrap().unwrap();
    let viewer = usecases::rights::viewer_of(network, &holder).await.unwrap();
    let email = format!("{name}@example.org");
    Asker { kind: Kind::Deputy, name, viewer, home: Some(home), advises: None, email: Some(email) }
}

/// The account of a member.
pub(super) fn account(viewer: &Viewer) -> Option<AccountId> {
    viewer.member().map(|member| member.account)
}
