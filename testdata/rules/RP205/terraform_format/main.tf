# A partition, an account or a Region in the text of a format holds no verb.
data "aws_partition" "current" {}

data "aws_region" "current" {}

variable "prefix" {
  type = string
}

data "aws_iam_policy_document" "formatted" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type = "AWS"
      # expect: RP205 violation "222233334444"
      identifiers = formatlist("arn:${data.aws_partition.current.partition}:iam::%s:root", ["222233334444"])
    }
  }
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type = "AWS"
      # expect: RP205 violation "333344445555"
      identifiers = [format("arn:${data.aws_partition.current.partition}:iam::%s:%s", "333344445555", "root")]
    }
  }
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type = "AWS"
      # expect: RP205 violation "444455556666"
      identifiers = [replace("arn:${data.aws_partition.current.partition}:iam::444455556666/root", "/", ":")]
    }
  }
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type = "AWS"
      # expect: RP205 violation "555566667777"
      identifiers = [split(",", "arn:${data.aws_partition.current.partition}:iam::555566667777:root,x")[0]]
    }
  }
}

resource "aws_iam_role" "formatted" {
  assume_role_policy = data.aws_iam_policy_document.formatted.json
}

# Whatever else is not known may hold one.
resource "aws_iam_role" "open" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = "sts:AssumeRole"
      # expect: RP205 undecided "var.prefix"
      Principal = { AWS = format("${var.prefix}:iam::%s:root", "222233334444") }
    }]
  })
}
