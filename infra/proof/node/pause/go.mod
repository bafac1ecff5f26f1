module dataenginex/proof/pause

go 1.25.0
