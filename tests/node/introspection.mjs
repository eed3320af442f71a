// Asks the URL given as the first argument the introspection queries of common clients, and builds a client schema from each answer.
// Prints for each its name, the HTTP status, the errors, and how many types the schema has.
import { buildClientSchema, getIntrospectionQuery, validateSchema } from "graphql";

const standard = getIntrospectionQuery();
const queries = {
  "graphql-js": standard,
  "GraphiQL": getIntrospectionQuery({ inputValueDeprecation: false, schemaDescription: false }),
  "GraphiQL without subscriptions": standard.replace("subscriptionType { name }", ""),
  "with deprecated input values": getIntrospectionQuery({ inputValueDeprecation: true }),
  "with scalar specifications": getIntrospectionQuery({ specifiedByUrl: true, directiveIsRepeatable: true }),
  "with the schema's description": getIntrospectionQuery({ schemaDescription: true }),
};

const results = [];
for (const [name, query] of Object.entries(queries)) {
  const response = await fetch(process.argv[2], {
    method: "POST",
    headers: { "Content-Type": "application/json", "Accept": "application/json" },
    body: JSON.stringify({ query, operationName: "IntrospectionQuery" }),
  });
  const { data, errors } = await response.json();
  const schema = data ? buildClientSchema(data) : null;
  results.push({
    name,
    status: response.status,
    errors: (errors ?? []).concat(schema ? validateSchema(schema).map((error) => ({ message: error.message })) : []),
    types: schema ? Object.keys(schema.getTypeMap()).length : 0,
  });
}
process.stdout.write(JSON.stringify(results));
