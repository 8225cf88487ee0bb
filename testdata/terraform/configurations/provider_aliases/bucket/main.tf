variable "name" {
  type = string
}

data "aws_partition" "current" {}

resource "aws_s3_bucket" "it" {
  bucket = "example-${var.name}"
}

output "name" {
  value = "arn:${data.aws_partition.current.partition}:s3:::${aws_s3_bucket.it.bucket}"
}
