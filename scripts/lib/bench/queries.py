"""What is asked: the three queries of a reader, as one request for all clients or as many different ones."""

import json
import random
from dataclasses import dataclass

# What a list shows of a case, and where a page of it stands.
ROW = "node { id slug title teaser publishedAt fieldsOfAction municipality { ags name displayName state } }"
PAGE = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"

NEWEST = f"""query Newest {{
  practiceCases(first: 20, orderBy: NEWEST) {{
    totalCount
    {PAGE}
    edges {{ cursor {ROW} }}
  }}
}}"""

FILTERED = f"""query Filtered($filter: CaseFilter) {{
  practiceCases(filter: $filter, first: 20) {{
    totalCount
    {PAGE}
    edges {{ cursor {ROW} }}
  }}
}}"""

MUNICIPALITY = "{ id ags name displayName slug kind state population populationYear latitude longitude }"

ONE_CASE = f"""query OneCase($slug: String!) {{
  practiceCase(slug: $slug) {{
    id slug externalId url title teaser municipality {MUNICIPALITY} elsewhere {{ name state }} placeName state partners {MUNICIPALITY}
    fieldsOfAction components lifePhases targetGroups status start end situation goals approach approachHtml results
    indicators {{ name before after unit year source }} evidence costsOneOff costsYearly staffEffort fundingProgrammes successFactors
    pitfalls transferability preconditions firstSteps contact {{ mailbox name phone }} offers links {{ title url }} sourceUrl licence
    summaryEasyLanguage workflowState revision version createdAt updatedAt publishedAt revisionPublishedAt archivedAt
  }}
}}"""

SLUGS = "query Slugs($after: String) { practiceCases(first: 100, after: $after) { edges { node { slug } } pageInfo { endCursor hasNextPage } } }"

# Every field of action with every Land of the network: 60 combinations.
FIELDS = (
    "TRANSITION_KITA_SCHOOL TRANSITION_SCHOOL_WORK INTEGRATION_MIGRATION EARLY_EDUCATION LANGUAGE_LITERACY SCHOOL_SOCIAL_WORK INCLUSION "
    "SKILLED_WORKERS FAMILY_EDUCATION MONITORING_REPORTING ALL_DAY_EDUCATION ADULT_EDUCATION EDUCATION_COUNSELLING CULTURAL_EDUCATION "
    "DEMOCRACY_EDUCATION SUSTAINABILITY_EDUCATION DIGITAL_EDUCATION RURAL_EDUCATION VOLUNTEERING GOVERNANCE"
).split()
STATES = "SACHSEN SACHSEN_ANHALT THUERINGEN".split()


@dataclass
class Scenario:
    """Requests that are sent in turn, each a JSON body: one for the API, and for servers that are no such API the same in their own way,
    each with its path."""

    name: str
    bodies: list
    straight: list = None

    def requests(self, server):
        """What this server is sent: path and body each."""
        return self.straight if server.is_straight else [("/graphql", text) for text in self.bodies]


def body(document, **variables):
    return json.dumps({"query": document, "variables": variables}, separators=(",", ":"))


def scenarios(slugs):
    """All that is measured, for the cases with these slugs."""
    shuffled = random.Random(7).sample(slugs, len(slugs))
    filters = [{"fieldsOfAction": [field], "states": [state]} for field in FIELDS for state in STATES]
    random.Random(7).shuffle(filters)
    one = [body(ONE_CASE, slug=slug) for slug in shuffled]
    filtered = [body(FILTERED, filter=chosen) for chosen in filters]
    return [
        Scenario("20 newest", [body(NEWEST)]),
        Scenario("one case, the same", one[:1]),
        Scenario("one case of 1,000 in turn", one[:1000]),
        Scenario(f"one case of all {len(one):,} in turn", one),
        Scenario("filtered, the same", filtered[:1]),
        Scenario("filtered, 60 filters in turn", filtered),
    ]
