"use strict";

// Requests go to this server alone. The browser's session counts (same origin); a bearer token goes into the headers editor.
const fetcher = GraphiQL.createFetcher({ url: "/graphql" });

const defaultQuery = `# Wissensnetz: Praxisbeispiele der kommunalen Bildungslandschaften.
# Run with Ctrl+Enter. The book on the left is the documentation of every type and field.
# As a member, put your token into "Headers" below: {"Authorization": "Bearer wnt_…"}

query NewestCases {
  practiceCases(first: 5) {
    totalCount
    nodes {
      title
      placeName
      fieldsOfAction
      publishedAt
      url
    }
  }
}

query Search($query: String = "Bildungsmonitoring") {
  searchCases(query: $query, first: 5) {
    totalCount
    facets {
      fieldsOfAction {
        label
        count
      }
    }
    edges {
      node {
        title
      }
      highlights {
        snippet
      }
    }
  }
}
`;

ReactDOM.createRoot(document.getElementById("graphiql")).render(
  React.createElement(GraphiQL, {
    fetcher,
    defaultQuery,
    defaultEditorToolsVisibility: "headers",
    isHeadersEditorEnabled: true,
    shouldPersistHeaders: false,
  }),
);
