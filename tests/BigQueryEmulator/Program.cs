using Grpc.Core;
using Grpc.Net.Client;
using Zetasql;
using Zetasql.OptionProtos;
using Zetasql.LocalService;

using var channel = GrpcChannel.ForAddress("http://127.0.0.1:50777", new GrpcChannelOptions { Credentials = ChannelCredentials.Insecure });
var client = new ZetaSqlLocalService.ZetaSqlLocalServiceClient(channel);
var answer = await client.EvaluateQueryAsync(new EvaluateQueryRequest { Sql = "SELECT 1 AS a, 'x' AS b, [STRUCT(1 AS c)] AS d", SimpleCatalog = new SimpleCatalogProto { BuiltinFunctionOptions = new ZetaSQLBuiltinFunctionOptionsProto() } });
Console.WriteLine(answer);
