"""Where the rulebook stands in the law: the texts, the articles that rules cite, the others."""
