variable "signers" { type = list(string) }
variable "behaviors" { type = any }

resource "aws_cloudfront_distribution" "films" {
  enabled = true

  default_cache_behavior {
    target_origin_id       = "films"
    viewer_protocol_policy = "https-only"
    # expect: RP505 undecided var.signers
    trusted_signers = var.signers
  }

  dynamic "ordered_cache_behavior" {
    for_each = var.behaviors
    content {
      path_pattern           = ordered_cache_behavior.value.path
      target_origin_id       = "films"
      viewer_protocol_policy = "https-only"
      # expect: RP505 undecided var.behaviors
      trusted_signers = lookup(ordered_cache_behavior.value, "trusted_signers", null)
    }
  }
}
