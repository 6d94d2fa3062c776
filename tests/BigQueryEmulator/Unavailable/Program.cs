Console.Error.WriteLine("The SQL engine could not be installed from npm; tests/ZetaSql/obj/npm.log says why.");
return 2;
