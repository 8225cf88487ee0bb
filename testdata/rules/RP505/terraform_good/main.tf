# expect: none
variable "public_key" { type = string }

resource "aws_cloudfront_public_key" "signing" {
  encoded_key = var.public_key
}

resource "aws_cloudfront_key_group" "signing" {
  name  = "films"
  items = [aws_cloudfront_public_key.signing.id]
}

resource "aws_cloudfront_distribution" "films" {
  enabled = true

  default_cache_behavior {
    target_origin_id       = "films"
    viewer_protocol_policy = "https-only"
    trusted_key_groups     = [aws_cloudfront_key_group.signing.id]
  }

  dynamic "ordered_cache_behavior" {
    for_each = ["trailers/*", "posters/*"]
    content {
      path_pattern           = ordered_cache_behavior.value
      target_origin_id       = "films"
      viewer_protocol_policy = "https-only"
      trusted_signers        = []
    }
  }
}
