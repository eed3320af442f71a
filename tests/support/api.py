"""The documents that tests send, and what they do with them, in the words of the people who use the network."""

from .graphql import GraphQL

_CASE = "id slug title workflowState revision publishedAt externalId workingCopy { version }"
_REFUSAL = "userErrors { code field message }"

CREATE = f"mutation ($input: PracticeCaseInput!) {{ createPracticeCase(input: $input) {{ practiceCase {{ {_CASE} }} {_REFUSAL} }} }}"
UPDATE = (
    f"mutation ($id: ID!, $input: PracticeCaseInput!, $version: Int!) {{ updatePracticeCase(id: $id, input: $input, version: $version) "
    f"{{ practiceCase {{ {_CASE} }} {_REFUSAL} }} }}"
)
SUBMIT = (
    f"mutation ($id: ID!, $version: Int!) {{ submitPracticeCase(id: $id, version: $version) {{ practiceCase {{ {_CASE} }} {_REFUSAL} }} }}"
)
_CHECKLIST = "{ complete: true, implemented: true, noPersonalData: true, rightsCleared: true, accessibleFiles: true }"
PUBLISH = (
    f"mutation ($id: ID!, $version: Int!) {{ publishPracticeCase(id: $id, checklist: {_CHECKLIST}, version: $version) "
    f"{{ practiceCase {{ {_CASE} }} {_REFUSAL} }} }}"
)
ARCHIVE = f"mutation ($id: ID!) {{ archivePracticeCase(id: $id) {{ practiceCase {{ {_CASE} }} {_REFUSAL} }} }}"
ERASE = f"mutation ($id: ID!) {{ erasePracticeCase(id: $id) {{ erasedId {_REFUSAL} }} }}"
SUBSCRIBE = f"mutation ($input: SubscribeInput!) {{ subscribe(input: $input) {{ subscription {{ id state frequency }} {_REFUSAL} }} }}"
SUBSCRIPTION = "query ($token: String!) { subscription(token: $token) { id state frequency text } }"
SEARCH = """
query ($query: String!, $filter: CaseFilter, $first: Int, $after: String) {
  searchCases(query: $query, filter: $filter, first: $first, after: $after) {
    totalCount
    facets { fieldsOfAction { value label count } states { value label count } }
    edges { node { id slug title } highlights { title teaser snippet } }
    pageInfo { hasNextPage endCursor }
  }
}
"""
COUNT = "{ practiceCases(first: 1) { totalCount } }"


def search(client: GraphQL, query: str, first: int = 100, **more: object) -> dict:
    """The connection that a search answers with."""
    return client.execute(SEARCH, {"query": query, "first": first, **more})["searchCases"]


def found(client: GraphQL, query: str, **more: object) -> list[str]:
    """The ids of the cases that a search finds, best first."""
    return [edge["node"]["id"] for edge in search(client, query, **more)["edges"]]


def count_cases(client: GraphQL) -> int:
    """How many published cases the list has."""
    return client.execute(COUNT)["practiceCases"]["totalCount"]


def as_read(case: dict) -> dict:
    """The variables of a step that decides about a case's working copy as it was read."""
    return {"id": case["id"], "version": case["workingCopy"]["version"]}


def submitted_case(author: GraphQL, case: dict) -> dict:
    """A new case, written and handed in."""
    draft = author.accept(CREATE, {"input": case})
    assert draft["workflowState"] == "DRAFT"
    return author.accept(SUBMIT, as_read(draft))


def publish_new(author: GraphQL, editor: GraphQL, case: dict) -> dict:
    """A new case on its whole way to the public."""
    handed_in = submitted_case(author, case)
    published = editor.accept(PUBLISH, as_read(handed_in))
    assert published["workflowState"] == "PUBLISHED"
    return published


def subscribe(client: GraphQL, email: str, frequency: str = "DAILY", **criteria: object) -> dict:
    """A subscription that waits for its confirmation."""
    return client.accept(SUBSCRIBE, {"input": {"email": email, "frequency": frequency, **criteria}})
