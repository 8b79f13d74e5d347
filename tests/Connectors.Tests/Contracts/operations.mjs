// Holds operations of GraphQL against a schema: the schema's file is the argument, each line of the input is {"query", "variables"}, and each line of the output what is wrong with one of them.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { buildSchema, getVariableValues, GraphQLError, parse, validate } from 'graphql';

const schema = buildSchema(readFileSync(process.argv[2], 'utf8'), { assumeValidSDL: true });

function mistakes({ query, variables }) {
  try {
    const document = parse(query);
    const found = validate(schema, document);
    if (found.length > 0) return found;
    return document.definitions
      .filter((definition) => definition.kind === 'OperationDefinition')
      .flatMap((operation) => getVariableValues(schema, operation.variableDefinitions ?? [], variables ?? {}).errors ?? []);
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(mistakes(JSON.parse(line)).map((mistake) => mistake.message)));
}
