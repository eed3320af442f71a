//! Who asks, and the objects that are asked for.

use crate::world::World;
use domain::{CaseContent, CaseView, Role, Viewer, ids::AccountId, reach::Sight};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use test_network::{Stand, complete_case};

/// Where everybody who speaks for a municipality is from.
pub(super) const OWN: &str = "15084";
/// Which municipality the adviser advises.
pub(super) const ADVISED: &str = "15088";
/// A municipality that nobody here has to do with.
pub(super) const FOREIGN: &str = "15083";

/// Somebody who asks.
pub(super) struct Asker {
    pub(super) name: String,
    pub(super) viewer: Viewer,
    /// The address that nobody else is to read; nothing for the public.
    pub(super) email: Option<String>,
}

/// A case, and the made-up word that stands in the title of each of its versions.
pub(super) struct Object {
    pub(super) case: CaseView,
    pub(super) stand: Stand,
    /// In what is public, if something is.
    pub(super) public: Option<String>,
    /// In the working copy.
    pub(super) working: String,
}

impl Object {
    /// The word that this viewer is to find when they look at the case itself.
    pub(super) fn seen_by(&self, viewer: &Viewer) -> Option<&str> {
        match self.case.sight(viewer) {
            Sight::Nothing => None,
            Sight::Published => self.public.as_deref(),
            Sight::Working => Some(&self.working),
        }
    }

    /// Whether it stands in public lists.
    pub(super) fn is_listed(&self) -> bool {
        matches!(self.stand, Stand::Published | Stand::Edited | Stand::Resubmitted)
    }

    /// What a document's variables say of it.
    pub(super) fn variables(&self, word: &str) -> Value {
        json!({ "id": super::run::id_of(self.case.id), "slug": self.case.slug, "word": word })
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
        let mut askers = vec![Asker { name: "the public".to_owned(), viewer: Viewer::Public, email: None }];
        for role in Role::ALL.iter().copied() {
            let ags = matches!(role, Role::Reader | Role::Author | Role::Coordinator).then_some(OWN);
            let viewer = if role == Role::Adviser { world.test.adviser(&[ADVISED]).await } else { world.test.member(role, ags).await };
            let email = format!("{}-{}@example.org", role.key(), ags.unwrap_or("agentur"));
            askers.push(Asker { name: role.key().to_owned(), viewer, email: Some(email) });
        }
        Self { world, askers, objects: Vec::new() }
    }

    /// Places the cases: of the own, the advised and the foreign municipality, and foreign ones that an asker began.
    pub(super) async fn fill(&mut self) {
        let began = |role: Role| self.askers.iter().find(|asker| asker.name == role.key()).and_then(|asker| account(&asker.viewer));
        let places = [(OWN, None), (ADVISED, None), (FOREIGN, None), (FOREIGN, began(Role::Author)), (FOREIGN, began(Role::Reviewer))];
        for (ags, author) in places {
            for stand in Stand::ALL {
                let object = self.place(ags, author, *stand).await;
                self.objects.push(object);
            }
        }
        self.world.test.run_jobs().await;
    }

    /// Places one more case, which belongs to no list of this stage.
    pub(super) async fn place(&self, ags: &str, author: Option<AccountId>, stand: Stand) -> Object {
        let (first, next) = (self.word(), self.word());
        let content = |word: &str| CaseContent { municipality: ags.parse().ok(), ..complete_case(&format!("Praxisbeispiel {word}")) };
        let case = self.world.test.place(content(&first), content(&next), author, stand).await;
        let (public, working) = match stand {
            Stand::Draft | Stand::Submitted | Stand::Shelved => (None, first),
            Stand::Published | Stand::Archived => (Some(first.clone()), first),
            Stand::Edited | Stand::Resubmitted => (Some(first), next),
        };
        Object { case, stand, public, working }
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

/// The account of a member.
pub(super) fn account(viewer: &Viewer) -> Option<AccountId> {
    viewer.member().map(|member| member.account)
}
