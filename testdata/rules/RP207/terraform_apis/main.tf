# The policy lets everyone in; what the methods ask for is all that keeps anyone out.

resource "aws_api_gateway_rest_api" "authorized" {
  name = "authorized"
}

resource "aws_api_gateway_rest_api_policy" "authorized" {
  rest_api_id = aws_api_gateway_rest_api.authorized.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 violation "only the authorizers and API keys that its methods ask for stop it"
      Principal = "*"
      Action    = "execute-api:Invoke"
      Resource  = "${aws_api_gateway_rest_api.authorized.execution_arn}/*"
    }]
  })
}

resource "aws_api_gateway_method" "authorized_get" {
  rest_api_id      = aws_api_gateway_rest_api.authorized.id
  resource_id      = aws_api_gateway_rest_api.authorized.root_resource_id
  http_method      = "GET"
  authorization    = "CUSTOM"
  api_key_required = false
}

resource "aws_api_gateway_method" "authorized_post" {
  rest_api_id      = aws_api_gateway_rest_api.authorized.id
  resource_id      = aws_api_gateway_rest_api.authorized.root_resource_id
  http_method      = "POST"
  authorization    = "COGNITO_USER_POOLS"
  api_key_required = false
}

resource "aws_api_gateway_method" "authorized_put" {
  rest_api_id      = aws_api_gateway_rest_api.authorized.id
  resource_id      = aws_api_gateway_rest_api.authorized.root_resource_id
  http_method      = "PUT"
  authorization    = "NONE"
  api_key_required = true
}

resource "aws_api_gateway_method" "authorized_options" {
  rest_api_id      = aws_api_gateway_rest_api.authorized.id
  resource_id      = aws_api_gateway_rest_api.authorized.root_resource_id
  http_method      = "OPTIONS"
  authorization    = "NONE"
  api_key_required = false
}

resource "aws_api_gateway_rest_api" "partly" {
  name = "partly"
}

resource "aws_api_gateway_rest_api_policy" "partly" {
  rest_api_id = aws_api_gateway_rest_api.partly.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 violation "critical"
      Principal = "*"
      Action    = "execute-api:Invoke"
      Resource  = "${aws_api_gateway_rest_api.partly.execution_arn}/*"
    }]
  })
}

resource "aws_api_gateway_method" "partly_get" {
  rest_api_id      = aws_api_gateway_rest_api.partly.id
  resource_id      = aws_api_gateway_rest_api.partly.root_resource_id
  http_method      = "GET"
  authorization    = "CUSTOM"
  api_key_required = false
}

resource "aws_api_gateway_method" "partly_post" {
  rest_api_id      = aws_api_gateway_rest_api.partly.id
  resource_id      = aws_api_gateway_rest_api.partly.root_resource_id
  http_method      = "POST"
  authorization    = "NONE"
  api_key_required = false
}

resource "aws_api_gateway_rest_api" "signed" {
  name = "signed"
}

resource "aws_api_gateway_rest_api_policy" "signed" {
  rest_api_id = aws_api_gateway_rest_api.signed.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 violation "which any AWS account can make"
      Principal = "*"
      Action    = "execute-api:Invoke"
      Resource  = "${aws_api_gateway_rest_api.signed.execution_arn}/*"
    }]
  })
}

resource "aws_api_gateway_method" "signed_get" {
  rest_api_id      = aws_api_gateway_rest_api.signed.id
  resource_id      = aws_api_gateway_rest_api.signed.root_resource_id
  http_method      = "GET"
  authorization    = "AWS_IAM"
  api_key_required = false
}

resource "aws_api_gateway_rest_api" "internal" {
  name = "internal"
  endpoint_configuration {
    types = ["PRIVATE"]
  }
}

resource "aws_api_gateway_rest_api_policy" "internal" {
  rest_api_id = aws_api_gateway_rest_api.internal.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 violation "it is private"
      Principal = "*"
      Action    = "execute-api:Invoke"
      Resource  = "${aws_api_gateway_rest_api.internal.execution_arn}/*"
    }]
  })
}

resource "aws_api_gateway_method" "internal_get" {
  rest_api_id      = aws_api_gateway_rest_api.internal.id
  resource_id      = aws_api_gateway_rest_api.internal.root_resource_id
  http_method      = "GET"
  authorization    = "NONE"
  api_key_required = false
}

resource "aws_api_gateway_rest_api" "described" {
  name = "described"
  body = file("description.yaml")
}

resource "aws_api_gateway_rest_api_policy" "described" {
  rest_api_id = aws_api_gateway_rest_api.described.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 violation "critical"
      Principal = "*"
      Action    = "execute-api:Invoke"
      Resource  = "${aws_api_gateway_rest_api.described.execution_arn}/*"
    }]
  })
}

resource "aws_api_gateway_method" "described_get" {
  rest_api_id      = aws_api_gateway_rest_api.described.id
  resource_id      = aws_api_gateway_rest_api.described.root_resource_id
  http_method      = "GET"
  authorization    = "CUSTOM"
  api_key_required = false
}

# What a module that is not on disk adds to an API nobody sees.
resource "aws_api_gateway_rest_api" "extended" {
  name = "extended"
}

resource "aws_api_gateway_method" "extended" {
  rest_api_id   = aws_api_gateway_rest_api.extended.id
  resource_id   = aws_api_gateway_rest_api.extended.root_resource_id
  http_method   = "GET"
  authorization = "CUSTOM"
}

module "more_methods" {
  source      = "acme/methods/aws"
  rest_api_id = aws_api_gateway_rest_api.extended.id
}

resource "aws_api_gateway_rest_api_policy" "extended" {
  rest_api_id = aws_api_gateway_rest_api.extended.id
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP207 violation critical
    Statement = [{ Effect = "Allow", Principal = "*", Action = "execute-api:Invoke", Resource = "*" }]
  })
}
