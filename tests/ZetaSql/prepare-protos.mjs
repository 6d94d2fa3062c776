// Copies the engine's protos; two of them get a C# namespace of their own, because their classes have the names of others'.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [from, to] = process.argv.slice(2);
cpSync(from, to, { recursive: true });
for (const [file, namespace] of [['zetasql/proto/function.proto', 'Zetasql.FunctionProtos'], ['zetasql/proto/options.proto', 'Zetasql.OptionProtos']]) {
  const path = join(to, file);
  writeFileSync(path, readFileSync(path, 'utf8').replace('package zetasql;', `package zetasql;\noption csharp_namespace = "${namespace}";`));
}
