# Addresses of the code's own: one of them confines callers as a written one does.
resource "aws_eip" "egress" {
  count = 2
}

resource "aws_eip" "office" {}

resource "aws_nat_gateway" "egress" {}

resource "aws_instance" "builder" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
}

variable "ranges" {
  type = list(string)
}

resource "aws_s3_bucket_policy" "artifacts" {
  bucket = "acme-artifacts"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [for addresses in [
      ["${aws_eip.office.public_ip}/32", "203.0.113.17"],
      [for ip in aws_eip.egress : "${ip.public_ip}/32"],
      [aws_nat_gateway.egress.public_ip],
      [aws_instance.builder.public_ip],
      ] : {
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::acme-artifacts/*"
      Condition = { IpAddress = { "aws:SourceIp" = addresses } }
    }]
  })
}

resource "aws_s3_bucket_policy" "wide" {
  bucket = "acme-wide"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # expect: RP207 violation "anyone may s3:GetObject"
      { Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::acme-wide/*", Condition = { IpAddress = { "aws:SourceIp" = [aws_eip.office.public_ip, "0.0.0.0/0"] } } },
      # expect: RP207 violation "anyone may s3:GetObject"
      { Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::acme-wide/*", Condition = { NotIpAddress = { "aws:SourceIp" = aws_eip.office.public_ip } } },
      # expect: RP207 undecided var.ranges
      { Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::acme-wide/*", Condition = { IpAddress = { "aws:SourceIp" = var.ranges } } },
    ]
  })
}
