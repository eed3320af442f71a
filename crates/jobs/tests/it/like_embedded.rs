//! Search engines that do one thing otherwise than the embedded one.

/// Makes a search engine of a type whose field `engine` is the embedded one: the functions given here are its own, all else that an engine has to do
/// is left to that one.
macro_rules! like_embedded {
    ($type:ident, $name:literal, { $($own:tt)* }) => {
        #[::async_trait::async_trait]
        impl ::search_indexer::SearchEngine for $type {
            $($own)*

            async fn search(
                &self,
                request: &::search_indexer::SearchRequest,
            ) -> Result<::search_indexer::SearchResponse, ::search_indexer::SearchError> {
                self.engine.search(request).await
            }
            async fn contents(
                &self,
                offset: usize,
                limit: usize,
            ) -> Result<Vec<(::domain::ids::CaseId, String)>, ::search_indexer::SearchError> {
                self.engine.contents(offset, limit).await
            }
            async fn hashes(
                &self,
                cases: &[::domain::ids::CaseId],
            ) -> Result<::std::collections::HashMap<::domain::ids::CaseId, String>, ::search_indexer::SearchError> {
                self.engine.hashes(cases).await
            }
            async fn ready(&self) -> Result<(), ::search_indexer::SearchError> {
                self.engine.ready().await
            }
            fn name(&self) -> &'static str {
                $name
            }
        }
    };
}
pub(crate) use like_embedded;
