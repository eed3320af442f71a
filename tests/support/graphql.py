"""A client of the GraphQL API, as small as a partner's script would be."""

import requests


class GraphQLError(AssertionError):
    """The answer carried errors. `codes` are their stable codes."""

    def __init__(self, errors: list[dict]):
        self.errors = errors
        self.codes = [error.get("extensions", {}).get("code") for error in errors]
        super().__init__(f"{self.codes}: {errors}")


class GraphQL:
    """Sends documents to one endpoint, as the public or with a bearer token."""

    def __init__(self, url: str, token: str | None = None):
        self.url = url
        self.token = token
        self.headers = {"Accept": "application/graphql-response+json"}
        if token:
            self.headers["Authorization"] = f"Bearer {token}"

    def post(self, document: str, variables: dict | None = None, timeout: float = 30) -> requests.Response:
        """The HTTP answer as it came."""
        body = {"query": document, "variables": variables or {}}
        return requests.post(self.url, json=body, headers=self.headers, timeout=timeout)

    def execute(self, document: str, variables: dict | None = None, timeout: float = 30) -> dict:
        """The data of the answer; errors are raised."""
        answer = self.post(document, variables, timeout).json()
        if answer.get("errors"):
            raise GraphQLError(answer["errors"])
        return answer["data"]

    def mutate(self, document: str, variables: dict) -> dict:
        """The payload of a document with a single mutation. What it refuses stands in its `userErrors`."""
        (payload,) = self.execute(document, variables).values()
        return payload

    def accept(self, document: str, variables: dict) -> dict:
        """The object of a mutation that must not be refused."""
        payload = self.mutate(document, variables)
        errors = payload.pop("userErrors")
        assert errors == [], errors
        (result,) = payload.values()
        return result
