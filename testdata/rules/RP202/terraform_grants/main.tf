# Resources that are one statement of the policy of something else.
resource "aws_cloudwatch_event_permission" "partner" {
  # expect: RP202 violation "events:PutEvents"
  principal    = "999988887777"
  statement_id = "partner"
}

resource "aws_cloudwatch_event_permission" "organization" {
  principal    = "*"
  statement_id = "organization"
  condition {
    type  = "StringEquals"
    key   = "aws:PrincipalOrgID"
    value = "o-a1b2c3d4e5"
  }
}

resource "aws_signer_signing_profile_permission" "partner" {
  profile_name = "releases"
  action       = "signer:StartSigningJob"
  # expect: RP202 violation "signer:StartSigningJob"
  principal = "999988887777"
}

# The service that renews certificates.
resource "aws_acmpca_permission" "renewal" {
  certificate_authority_arn = "arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/1a2b"
  actions                   = ["IssueCertificate", "GetCertificate", "ListPermissions"]
  principal                 = "acm.amazonaws.com"
}

resource "awscc_events_event_bus_policy" "partner" {
  statement_id = "partner"
  action       = "events:PutEvents"
  # expect: RP202 violation "events:PutEvents"
  principal = "999988887777"
}

resource "awscc_events_event_bus_policy" "organization" {
  statement_id = "organization"
  action       = "events:PutEvents"
  principal    = "*"
  condition = {
    type  = "StringEquals"
    key   = "aws:PrincipalOrgID"
    value = "o-a1b2c3d4e5"
  }
}

resource "awscc_lambda_permission" "partner" {
  action        = "lambda:InvokeFunction"
  function_name = "arn:aws:lambda:eu-west-1:111122223333:function:orders"
  # expect: RP202 violation "lambda:InvokeFunction"
  principal = "999988887777"
}

resource "awscc_lambda_layer_version_permission" "partner" {
  action            = "lambda:GetLayerVersion"
  layer_version_arn = "arn:aws:lambda:eu-west-1:111122223333:layer:tools:1"
  # expect: RP202 violation "lambda:GetLayerVersion"
  principal = "999988887777"
}

resource "awscc_signer_profile_permission" "partner" {
  profile_name = "releases"
  action       = "signer:StartSigningJob"
  statement_id = "partner"
  # expect: RP202 violation "signer:StartSigningJob"
  principal = "999988887777"
}
