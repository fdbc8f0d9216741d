"""Amazon Bedrock as a provider of language models, by its Converse API."""
