# Who is let in, and why the condition does not help.
resource "aws_iam_role" "open" {
  name = "open"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 violation "everyone is let in, of every account (but no root user, which cannot assume roles): any user or role anywhere may sts:AssumeRole"
      Principal = { AWS = "*" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_s3_bucket_policy" "without_the_key" {
  bucket = "example"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        # expect: RP207 violation "may s3:GetObject on arn:aws:s3:::example/*; without the key in the request, ForAllValues:StringEquals aws:PrincipalOrgID holds"
        Principal = "*"
        Action    = "s3:GetObject"
        Resource  = "arn:aws:s3:::example/*"
        Condition = { "ForAllValues:StringEquals" = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" } }
      },
      {
        Effect = "Allow"
        # expect: RP207 violation "without the key in the request, StringEqualsIfExists aws:PrincipalOrgID holds"
        Principal = "*"
        Action    = "s3:ListBucket"
        Resource  = "arn:aws:s3:::example"
        Condition = { StringEqualsIfExists = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" } }
      },
      {
        Effect = "Allow"
        # expect: RP207 violation "anyone may s3:GetObjectVersion on arn:aws:s3:::example/*; the request meets StringLike aws:SourceVpce"
        Principal = "*"
        Action    = "s3:GetObjectVersion"
        Resource  = "arn:aws:s3:::example/*"
        Condition = { StringLike = { "aws:SourceVpce" = "vpce-*" } }
      },
    ]
  })
}

# a statement about no key
resource "aws_kms_key" "other" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "kms:*", Resource = "*" },
      { Effect = "Allow", Principal = "*", Action = "kms:Decrypt", Resource = "arn:aws:ec2:us-east-1:111122223333:volume/example" },
      { Effect = "Allow", Principal = "*", Action = "kms:Decrypt", Resource = "arn:aws:kms:us-east-1:111122223333:alias/example" },
      {
        Effect    = "Allow"
        Principal = "*" # expect: RP207 violation "anyone may kms:Decrypt"
        Action    = "kms:Decrypt"
        Resource  = "arn:aws:kms:us-east-1:111122223333:k*"
      },
    ]
  })
}

# what AWS refuses
resource "aws_s3_bucket_policy" "no_principal" {
  bucket = "example"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # expect: RP207 undecided "an Allow statement without Principal, which AWS refuses here"
      { Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::example/*" },
      # expect: RP207 undecided "an Allow statement without Principal, which AWS refuses here"
      { Effect = "Allow", NotAction = { AWS = "arn:aws:iam::111122223333:root" }, Action = "s3:GetObject", Resource = "*" },
    ]
  })
}

resource "aws_sns_topic_policy" "no_action" {
  arn = "arn:aws:sns:us-east-1:111122223333:example"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { AWS = "*" } }, # expect: RP207 undecided "an error (no Action); mended, it lets everyone in"
    ]
  })
}

# two commas too many
resource "aws_sns_topic_policy" "no_json" {
  arn = "arn:aws:sns:us-east-1:111122223333:example"
  # expect: RP207 undecided "a comma before the end of the array); mended, it lets everyone in"
  policy = "{\"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"*\"}, \"Action\": [\"sns:Publish\", ], \"Resource\": \"arn:aws:sns:us-east-1:111122223333:example\",}]}"
}
