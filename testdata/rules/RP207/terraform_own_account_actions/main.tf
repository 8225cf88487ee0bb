# What AWS takes from the account alone that owns the resource lets nobody else in, whatever a policy says.
resource "aws_s3_bucket_policy" "policy" {
  bucket = "example"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = ["s3:PutBucketPolicy", "s3:DeleteBucketPolicy"]
      Resource  = "arn:aws:s3:::example"
    }]
  })
}

resource "aws_sqs_queue_policy" "settings" {
  queue_url = "https://sqs.us-east-1.amazonaws.com/111122223333/orders"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = ["sqs:AddPermission", "SQS:SetQueueAttributes", "sqs:DeleteQueue"]
      Resource  = "arn:aws:sqs:us-east-1:111122223333:orders"
    }]
  })
}

# beside what it takes from others, that is the example
resource "aws_kms_key" "grants" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "kms:*", Resource = "*" },
      {
        Effect    = "Allow"
        Principal = "*" # expect: RP207 violation "anyone may kms:CreateGrant"
        Action    = "kms:Create*"
        Resource  = "*"
      },
      {
        Effect    = "Allow"
        Principal = "*" # expect: RP207 undecided "whether a service takes kms:Put* from other accounts"
        Action    = ["kms:Put*", "kms:CancelKeyDeletion"]
        Resource  = "*"
      },
    ]
  })
}

resource "aws_secretsmanager_secret_policy" "others" {
  secret_arn = "arn:aws:secretsmanager:us-east-1:111122223333:secret:example-AbCdEf"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = "*", Action = "secretsmanager:CreateSecret", Resource = "*" },
      {
        Effect    = "Allow"
        Principal = "*" # expect: RP207 violation "anyone may secretsmanager:PutResourcePolicy"
        Action    = ["secretsmanager:CreateSecret", "secretsmanager:PutResourcePolicy"]
        Resource  = "*"
      },
    ]
  })
}

# an action that AWS may know by now
resource "aws_s3_bucket_policy" "misspelt" {
  bucket = "example"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = "*" # expect: RP207 undecided "whether a service knows the action s3:GetBucket, which AWS does not document"
        Action    = "s3:GetBucket"
        Resource  = "arn:aws:s3:::example"
      },
      {
        Effect    = "Allow"
        Principal = "*" # expect: RP207 violation "anyone may s3:GetObject"
        Action    = ["s3:GetObjekt", "s3:GetObject"]
        Resource  = "arn:aws:s3:::example/*"
      },
    ]
  })
}
