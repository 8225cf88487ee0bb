partner_account = "999988887777"
ingest_token    = "s3cr3t-token-value"
