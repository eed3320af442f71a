//! The page's documents with their types, made from the schema.

use crate::{
    client::document,
    types::{DateTime, SubscriptionState, Weekday},
};
use domain::{
    digest_period::Frequency,
    vocabulary::{Component, FieldOfAction, FundingProgramme, LifePhase, State, Status, TargetGroup},
};

document!(pub(crate) ReaderByToken, "src/pages/manage/query.graphql");
document!(pub(crate) OwnReader, "src/pages/manage/query.graphql");
document!(pub(crate) SaveSettings, "src/pages/manage/query.graphql");
document!(pub(crate) Pause, "src/pages/manage/query.graphql");
document!(pub(crate) Resume, "src/pages/manage/query.graphql");
document!(pub(crate) ChangeFrequency, "src/pages/manage/query.graphql");
document!(pub(crate) EndOne, "src/pages/manage/query.graphql");
document!(pub(crate) EndAll, "src/pages/manage/query.graphql");
