# What a key of the map finds in a block that goes over the same map is there, so that try() goes no further; in a
# block that goes over a part of it, it may be missing.
variable "queues" {
  type = map(object({ closed = bool }))
}
data "aws_iam_policy_document" "closed" {
  for_each = var.queues
  statement {
    actions   = ["sqs:SendMessage"]
    resources = ["arn:aws:sqs:eu-central-1:111122223333:${each.key}"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:role/writer"]
    }
  }
}
data "aws_iam_policy_document" "closed_in_part" {
  for_each = { for name, queue in var.queues : name => queue if queue.closed }
  statement {
    actions   = ["sqs:SendMessage"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:role/writer"]
    }
  }
}
data "aws_iam_policy_document" "open_to_all" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = ["*"]
    principals {
      type = "AWS"
      # expect: RP207 violation "sqs:SendMessage"
      identifiers = ["*"]
    }
  }
}
resource "aws_sqs_queue_policy" "same_map" {
  for_each  = var.queues
  queue_url = each.key
  policy    = try(data.aws_iam_policy_document.closed[each.key].json, data.aws_iam_policy_document.everybody.json)
}
data "aws_iam_policy_document" "everybody" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}
resource "aws_sqs_queue_policy" "part_of_map" {
  for_each  = var.queues
  queue_url = each.key
  policy    = try(data.aws_iam_policy_document.closed_in_part[each.key].json, data.aws_iam_policy_document.open_to_all.json)
}
