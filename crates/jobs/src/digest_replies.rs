//! The replies to a reader's own questions that the mail of a digest tells.

use domain::{
    EmailAddress,
    clock::local_date,
    ids::{AccountId, DigestId, RequestId, SubscriptionId},
    subscription::SubscriptionState,
};
use mail::{AnsweredQuestion, DigestReply, RepliesSection};
use std::collections::{HashMap, HashSet};
use storage::{Account, Digest, NetworkRequest, RequestReply, StoreError, Subscription};
use usecases::{Network, requests};

/// The replies that the digests of some mails tell, with all that is said of them.
#[derive(Debug, Default)]
pub(crate) struct Replies {
    told: HashMap<DigestId, Vec<RequestReply>>,
    requests: HashMap<RequestId, NetworkRequest>,
    askers: HashMap<AccountId, Account>,
}

impl Replies {
    /// Reads them. Nothing is looked up where no subscription gathers replies.
    pub(crate) async fn read<'a>(
        network: &Network,
        digests: impl Iterator<Item = &'a Digest>,
        subscriptions: &HashMap<SubscriptionId, Subscription>,
    ) -> Result<Self, StoreError> {
        let gathering = |digest: &&Digest| subscriptions.get(&digest.subscription).is_some_and(|one| one.criteria.replies);
        let digests: Vec<DigestId> = digests.filter(gathering).map(|digest| digest.id).collect();
        if digests.is_empty() {
            return Ok(Self::default());
        }
        let store = &network.store;
        let told = store.replies_in_digests(&digests).await?;
        let asked: HashSet<RequestId> = told.values().flatten().map(|reply| reply.request).collect();
        let requests = store.requests_with(&asked.into_iter().collect::<Vec<_>>()).await?;
        let askers: HashSet<AccountId> = requests.iter().filter_map(|request| request.asker).collect();
        let askers = store.accounts_with_ids(&askers.into_iter().collect::<Vec<_>>()).await?;
        Ok(Self {
            told,
            requests: requests.into_iter().map(|request| (request.id, request)).collect(),
            askers: askers.into_iter().map(|account| (account.id, account)).collect(),
        })
    }

    /// Gives back what digests of subscriptions were to tell that have ended since: it is told by mails of its own
    /// ([`requests::tell_left`]), once, and by no later attempt to send this mail.
    pub(crate) async fn give_back<'a>(
        &mut self,
        network: &Network,
        digests: impl Iterator<Item = &'a Digest>,
        subscriptions: &HashMap<SubscriptionId, Subscription>,
    ) -> Result<(), StoreError> {
        let has_ended = |digest: &&Digest| {
            let subscription = subscriptions.get(&digest.subscription);
            self.told.contains_key(&digest.id) && subscription.is_some_and(|one| one.state == SubscriptionState::Withdrawn)
        };
        let ended: Vec<DigestId> = digests.filter(has_ended).map(|digest| digest.id).collect();
        if ended.is_empty() {
            return Ok(());
        }
        let mut transaction = network.store.begin().await?;
        transaction.take_replies_out_of_digests(&ended).await?;
        transaction.commit().await?;
        self.told.retain(|digest, _| !ended.contains(digest));
        Ok(())
    }

    /// A section for each of the digests of a mail that tells of replies.
    pub(crate) fn sections(&self, network: &Network, told: &[(&Digest, &Subscription)], to: &EmailAddress) -> Vec<RepliesSection> {
        told.iter().filter_map(|(digest, subscription)| self.section(network, digest, subscription, to)).collect()
    }

    /// What a digest tells of the questions of its subscription's account, if that is in use and has the address that the mail goes to: what is
    /// replied is for members.
    fn section(&self, network: &Network, digest: &Digest, subscription: &Subscription, to: &EmailAddress) -> Option<RepliesSection> {
        let replies = self.told.get(&digest.id)?;
        let asker = self.askers.get(&subscription.account?).filter(|asker| asker.disabled_at.is_none() && asker.email == *to)?;
        let mut questions: Vec<(RequestId, AnsweredQuestion)> = Vec::new();
        for reply in replies {
            let Some(request) = self.requests.get(&reply.request).filter(|request| request.asker == Some(asker.id)) else { continue };
            let told = DigestReply { from: requests::replier(reply), body: reply.body.clone(), written_on: local_date(reply.created_at) };
            match questions.iter_mut().find(|(id, _)| *id == request.id) {
                Some((_, question)) => question.replies.push(told),
                None => questions.push((request.id, answered(network, request, told))),
            }
        }
        (!questions.is_empty()).then(|| RepliesSection {
            frequency: subscription.frequency,
            questions: questions.into_iter().map(|(_, question)| question).collect(),
            list_url: network.settings.page("/fragen"),
            leave_url: network.settings.page_with_token("/abo/abmelden", subscription.unsubscribe_token.reveal()),
        })
    }
}

fn answered(network: &Network, request: &NetworkRequest, reply: DigestReply) -> AnsweredQuestion {
    AnsweredQuestion { question: request.question.clone(), url: requests::page(network, request), replies: vec![reply] }
}
