({{#each no_source_hosts}}{{../host}} = {{lit host}} OR ENDS_WITH({{../host}}, {{lit subdomain}}) OR {{/each}}FALSE)
