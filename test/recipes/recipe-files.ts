import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { ROOT } from '../support/program.js';

/** The text of a recipe. */
export const recipe = (name: string): string => readFileSync(join(ROOT, 'src', 'recipes', name), 'utf8');

/** The documents of a YAML recipe; a mistake in it throws. */
export const yamlDocuments = (name: string): readonly unknown[] =>
  parseAllDocuments(recipe(name)).map((document) => parse(String(document)) as unknown);

interface Job {
  readonly spec: {
    readonly template: { readonly spec: { readonly containers: readonly { readonly args: string[] }[] } };
  };
}

/** What the pods of the Kubernetes recipe start mp2fb with. */
export const kubernetesArgs = (): readonly string[] =>
  (yamlDocuments('kubernetes.yaml')[1] as Job).spec.template.spec.containers[0].args;

/** A JSON value that a shell variable of the AWS Batch recipe holds. */
export const awsJson = (variable: string): Record<string, unknown> => {
  const [, text = ''] = new RegExp(`^${variable}='([^']*)'$`, 'm').exec(recipe('aws-batch.sh')) ?? [];
  return JSON.parse(text) as Record<string, unknown>;
};

/** What the containers of the AWS Batch recipe start mp2fb with. */
export const awsArgs = (): readonly string[] => awsJson('container_properties')['command'] as string[];
