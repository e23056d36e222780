import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';
import { PROBLEM_TYPE } from './problems/problem.js';

const DOCS = 'docs';

export interface About {
  /** Of Mailcase. */
  readonly version: string;
  /** Where clients reach the service, if not where it listens. */
  readonly publicUrl?: string;
}

/** The page may run its own scripts and nothing else. */
export const DOCS_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

/** The description of the API at `/docs`, and as JSON at `/docs/openapi.json`; made when it is first asked for. */
export function serveDocs(app: NestFastifyApplication, about: About): void {
  SwaggerModule.setup(DOCS, app, () => describeApi(app, about), {
    jsonDocumentUrl: `${DOCS}/openapi.json`,
    raw: ['json'],
    customSiteTitle: 'Mailcase API',
  });
}

/** OpenAPI 3.1, from the schemas that requests are checked by. */
function describeApi(app: NestFastifyApplication, { version, publicUrl }: About): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle('Mailcase')
    .setDescription('The e-mail of a CRM: threads, cases and fair assignments. Problems are RFC 9457.')
    .setVersion(version)
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      description: 'An API token, mc_…, or a token of the sign-in provider',
    });
  const config = (publicUrl === undefined ? builder : builder.addServer(publicUrl)).build();
  const document = SwaggerModule.createDocument(app, config, {
    standardSchemaConverter: (schema) => (schema instanceof z.ZodType ? convert(schema) : undefined),
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}.${method}`,
  });
  withProblemType(document);
  withOptionalBodies(document);
  return document;
}

/** Problems have a media type of their own (RFC 9457, section 3). */
function withProblemType({ paths }: OpenAPIObject): void {
  for (const { responses } of Object.values(paths).flatMap(operationsOf)) {
    const problem = responses.default;
    if (!problem || !('content' in problem) || !problem.content) continue;
    problem.content = Object.fromEntries(Object.values(problem.content).map((schema) => [PROBLEM_TYPE, schema]));
  }
}

/** A body that has a default may be left out. */
function withOptionalBodies({ paths, components }: OpenAPIObject): void {
  for (const { requestBody } of Object.values(paths).flatMap(operationsOf)) {
    if (!requestBody || !('content' in requestBody)) continue;
    const schema = requestBody.content['application/json']?.schema;
    if (!schema) continue;
    const named = '$ref' in schema ? components?.schemas?.[schema.$ref.split('/').at(-1) ?? ''] : schema;
    if (named && 'default' in named) requestBody.required = false;
  }
}

function operationsOf({ get, put, post, patch, delete: remove }: OpenAPIObject['paths'][string]) {
  return [get, put, post, patch, remove].filter((operation) => operation !== undefined);
}

/** A schema with an id becomes a component of that name, and so do those inside it. */
function convert(schema: z.ZodType) {
  const { $schema: _, $defs = {}, ...own } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return { schema: own, components: $defs };
}
