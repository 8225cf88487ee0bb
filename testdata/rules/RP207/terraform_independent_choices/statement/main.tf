variable "flag" {
  type = bool
}

variable "effect" {
  type = string
}

output "statement" {
  value = {
    Effect = var.effect
    # expect: RP207 undecided var.fenced
    Principal = { AWS = var.flag ? "*" : "arn:aws:iam::111122223333:role/jobs" }
    Action    = "sqs:SendMessage"
    Resource  = "*"
  }
}
